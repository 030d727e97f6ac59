/**
 * The file of a worker thread beside the module that starts it: `.ts` when running from source (Node strips the types),
 * `.js` when running the build.
 * @param moduleUrl `import.meta.url` of the caller.
 * @param name file name without its extension, for example `./store.worker`.
 */
export function workerUrl(moduleUrl: string, name: string): URL {
  return new URL(name + (moduleUrl.endsWith('.ts') ? '.ts' : '.js'), moduleUrl);
}
