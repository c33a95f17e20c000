/** Stand-ins for the places before and behind a text, which `^` and `$` look for. */
export const textStart = 0x11_00_00;
export const textEnd = 0x11_00_01;
