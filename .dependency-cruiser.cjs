// The import rule of the house: imports go down only, and rooms of one floor never import each other.
// scripts/floors.mjs runs it and refuses a run that examined no module (dependency-cruiser without swc would).
const floors = [
  ['domain', 'messages'],
  ['runtime'],
  ['fieldbus', 'outbox'],
  ['acquisition', 'station', 'vision', 'lighting', 'uplink', 'console', 'simulator'],
  ['agent'],
  ['cli'],
];
const room = (names) => `^src/(${names.join('|')})/`;
const forbidden = [
  { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  { name: 'only-cli-in-main', severity: 'error', from: { path: '^src/main\\.ts$' }, to: { path: '^src/', pathNot: '^src/cli/' } },
  { name: 'nothing-imports-main', severity: 'error', from: {}, to: { path: '^src/main\\.ts$' } },
  { name: 'no-test-helpers-in-product', severity: 'error', from: { path: '^src/', pathNot: '\\.test\\.ts$|/testing/' }, to: { path: '/testing/' } },
];
floors.forEach((rooms, level) => {
  const above = floors.slice(level + 1).flat();
  if (above.length > 0) {
    forbidden.push({
      name: `floor-${level}-imports-go-down`, severity: 'error',
      from: { path: room(rooms), pathNot: '\\.test\\.ts$' }, to: { path: room(above) },
    });
  }
  for (const r of rooms) {
    const neighbours = rooms.filter((other) => other !== r);
    if (level === 0 || neighbours.length === 0) continue;
    forbidden.push({
      name: `${r}-does-not-enter-a-neighbour`, severity: 'error',
      from: { path: room([r]), pathNot: '\\.test\\.ts$' }, to: { path: room(neighbours) },
    });
  }
});
module.exports = {
  forbidden,
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
};
