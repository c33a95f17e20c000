export { profileFaults } from './check.ts';
export { inherit as profileFrom } from './inherit.ts';
export { profileForUrl } from './profile-for-url.ts';
export { profile, profileIds } from './profile.ts';
export { ProfileFile } from './schema.ts';
export type { Profile } from './schema.ts';
