// Words as search sees them: the twin of scripts/kundskab/nordic.py, rule for rule. A test holds them against each other.

const WORD = /[\p{L}\p{N}]+/gu;
const LEAST = {
  5: "ande ende",
  4: "ade ede ans ars ors an as es s",
  3: "arnas ernas ornas ernes enes arna erna orna erne ene are ere ens ets ers en et er ar or e a",
};
const ENDINGS = Object.entries(LEAST)
  .flatMap(([least, endings]) => endings.split(" ").map((ending) => [ending, Number(least)]))
  .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
const ROUNDS = 2;

/** The words of a text in lower case. @param {string} text @returns {string[]} */
export const words = (text) => text.normalize("NFC").replaceAll("\u00ad", "").toLowerCase().match(WORD) ?? [];

/** A lower-case word without what differs between the languages, and without accents. @param {string} word */
export const fold = (word) =>
  plain(word.replace(/[åäæ]/g, "a").replace(/[öø]/g, "o")).replace(/a[aeo]|o[eo]/g, (pair) => pair[0]);

/** A lower-case word with its å, ä and ö, without other accents. @param {string} word */
export const written = (word) =>
  Array.from(word.replaceAll("æ", "ä").replaceAll("ø", "ö"), (letter) => ("åäö".includes(letter) ? letter : plain(letter))).join("");

/** A word without its endings, at most two. @param {string} word */
export function stem(word) {
  for (let round = 0; round < ROUNDS; round++) {
    const found = ENDINGS.find(([ending, least]) => word.endsWith(ending) && length(word) - ending.length >= least);
    if (!found) break;
    word = word.slice(0, -found[0].length);
  }
  return length(word) > 3 && word.at(-1) === word.at(-2) ? word.slice(0, -1) : word;
}

/** What a word is found by. @param {string} word */
export const key = (word) => stem(fold(word));

/** What tells a word from those that folding takes for it. @param {string} word */
export const exact = (word) => stem(written(word));

const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "");
const length = (word) => Array.from(word).length;

// Small words that say nothing of what is sought: the reader may type any of the languages.
/** @type {Set<string>} */
export const stops = new Set(
  `ad af alle allt alla allting altså am and anden andre at att av bara bare best bedst bäst bliv blive bliver bli blir blev blevet blivit både burde bör bør borde
  da de deg dem den denne dere deras deres det dette dig din dine disse dit ditt ditt dina do du då där der dér dess detta dessa dom
  efter egen egentlig egentligt egentligen eget egna ej eller ella en end ene enn enhver én er era ere ert et etter ett få fået får för før fra från fram frem gang gick gik gikk
  gjort gjør gjøre gå går gør gøre gör göra gjorde ha had hade hadde han har havde have hej hei hende hendes henne hennes her här hva hvad hvem
  inden innan innen hver hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår hvorledes hun hon hur i ikke icke igen igjen in ind inn inte ingen ingenting intet
  i ja jag jeg jer jeres kan kanske kanskje ku kunne kunna kunnat lad lav lige litt lidt lite man mange mange många med meg mej mellem mellan mellom men mens medan mig min
  mine mit mitt mina mod mot mycket må måske måtte nu nå når när noen noe nogen noget någon något några nogle ned ner ned
  nær og också også om op opp os oss over och på sig seg sej selv själv sin sine sit sitt sina skal ska skall skulle so som så sådan sånn sånt
  til till ud ut uden uten utan under upp vad var vara ved vem ver vi vid vil vill ville vilja vilka vilken vilket ved vet veta vide vår våre våra vores være været vært varit vært vore
  är än över åt for å åå`.split(/\s+/),
);
