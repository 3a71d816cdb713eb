"""MkDocs' events, handed to kundskab.website."""

from kundskab.website.events import Events

events = Events()
globals().update({name: getattr(events, name) for name in dir(events) if name.startswith("on_")})
