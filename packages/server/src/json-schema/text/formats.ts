const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const ipv4 = `${octet}(\\.${octet}){3}`;
const group = '[0-9a-fA-F]{1,4}';
const label = '[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';

const leapYear = '([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)';
const date =
  '([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|' +
  `02-(0[1-9]|1[0-9]|2[0-8]))|${leapYear}-02-29)`;
const clock = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?';
const offset = '([zZ]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])';

const uriChar = "([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})";
// Neither URIs nor mail addresses limit the parts of a host name.
const anyLabel = '[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?';
const uriHost = `${anyLabel}(\\.${anyLabel})*`;
const uriAuthority = `([A-Za-z0-9._~-]+@)?${uriHost}(:[0-9]{1,5})?`;
const uriTail = `(\\?(${uriChar}|[/?])*)?(#(${uriChar}|[/?])*)?`;
const uri =
  `[A-Za-z][A-Za-z0-9+.-]*:(//${uriAuthority}(/${uriChar}*)*|` +
  `/(${uriChar}+(/${uriChar}*)*)?|${uriChar}+(/${uriChar}*)*)${uriTail}`;

/**
 * The formats that can be kept to, as patterns of the whole text. Each takes no more than its
 * standard does; where the standard is wider than anything in use, it takes less.
 */
export const formatPatterns: Readonly<Record<string, string>> = {
  date,
  time: `${clock}${offset}`,
  'date-time': `${date}[tT]${clock}${offset}`,
  duration:
    'P([0-9]{1,9}W|([0-9]{1,9}Y([0-9]{1,9}M([0-9]{1,9}D)?)?|[0-9]{1,9}M([0-9]{1,9}D)?|' +
    '[0-9]{1,9}D)(T([0-9]{1,9}H([0-9]{1,9}M([0-9]{1,9}S)?)?|[0-9]{1,9}M([0-9]{1,9}S)?|' +
    '[0-9]{1,9}S))?|T([0-9]{1,9}H([0-9]{1,9}M([0-9]{1,9}S)?)?|[0-9]{1,9}M([0-9]{1,9}S)?|' +
    '[0-9]{1,9}S))',
  uuid: '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
  email:
    "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@" +
    `${anyLabel}(\\.${anyLabel})+`,
  hostname: `${label}(\\.${label}){0,3}`,
  ipv4,
  ipv6:
    `((${group}:){7}${group}|(${group}:){6}${ipv4}|` +
    Array.from({ length: 7 }, (_, numBefore) => {
      const before = numBefore === 0 ? ':' : `${group}(:${group}){${numBefore - 1}}:`;
      const most = 6 - numBefore;
      const after = most === 0 ? '' : `(${group}(:${group}){0,${most - 1}})?`;
      return `${before}:${after}`;
    }).join('|') +
    ')',
  uri,
  'json-pointer': '(/([^~/]|~[01])*)*',
};
