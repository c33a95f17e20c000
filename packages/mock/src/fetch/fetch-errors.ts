/** Errors in the shape of Node's `fetch`, so that code which looks at their causes works. */

/** There was no answer at all. */
export function failedFetch(why: 'refused' | 'reset', url: string): TypeError {
  const { hostname, port, protocol } = new URL(url);
  const number = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  const cause =
    why === 'refused'
      ? Object.assign(new Error(`connect ECONNREFUSED ${hostname}:${number}`), {
          code: 'ECONNREFUSED',
          errno: -111,
          syscall: 'connect',
          address: hostname,
          port: Number(number),
        })
      : resetCause();
  return new TypeError('fetch failed', { cause });
}

/** The body broke off. */
export function brokenBody(why: 'close' | 'reset'): TypeError {
  const cause =
    why === 'reset'
      ? resetCause()
      : Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
  if (why === 'close') cause.name = 'SocketError';
  return new TypeError('terminated', { cause });
}

function resetCause(): Error {
  return Object.assign(new Error('read ECONNRESET'), {
    code: 'ECONNRESET',
    errno: -104,
    syscall: 'read',
  });
}
