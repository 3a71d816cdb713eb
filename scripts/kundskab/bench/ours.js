// Our own search, as a page of the site asks it.

import { search } from "/javascripts/search.js";

export const ask = async (query, lang, limit) => (await search(query, { lang, limit })).hits.map((hit) => hit.url);
