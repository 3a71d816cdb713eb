// Pagefind, whose index is that of the page's own language.

const folder = new URL(import.meta.url).searchParams.get("folder");
const { options, search } = await import(`${folder}pagefind.js`);
await options({ baseUrl: "/" });

export async function ask(query, lang, limit) {
  const { results } = await search(query);
  return (await Promise.all(results.slice(0, limit).map((result) => result.data()))).map(({ url }) => url);
}
