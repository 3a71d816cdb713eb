// Material's search, asked as its bundle does: a worker that is sent the index, then each query (integrations/search/worker).

const SETUP = 0, QUERY = 2;
const given = new URL(import.meta.url).searchParams;
const folder = new URL(given.get("folder"), location.origin);
const worker = new Worker(new URL(given.get("worker"), folder));

function tell(type, data) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data: answer }) => resolve(answer.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ type, data });
  });
}

await tell(SETUP, { ...(await (await fetch(new URL("search_index.json", folder))).json()), options: { suggest: false } });

export async function ask(query, lang, limit) {
  const { items } = await tell(QUERY, query);
  return items.slice(0, limit).map(([best]) => best.location);
}
