// Writes every outline icon of Tabler as one line, "name<TAB>svg parts", sorted by name. The server looks a line
// up and puts the drawing into the page, so nobody downloads an icon that is not on the page.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const target = process.argv[2];
const nodes = JSON.parse(readFileSync(new URL('node_modules/@tabler/icons/tabler-nodes-outline.json', import.meta.url)));
const part = ([tag, attributes]) =>
  `<${tag}${Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join('')}/>`;
const lines = Object.keys(nodes).sort().map((name) => `${name}\t${nodes[name].map(part).join('')}\n`);

mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, lines.join(''));
