/** The address of an API path of the server this page came from, under any path prefix. */
export function apiUrl(path: string): string {
  return new URL(path, document.baseURI).href;
}
