import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fontLicenses } from './vite/font-licenses.ts';
import { precompress } from './vite/precompress.ts';

/** Where `npm run dev` finds the API; the built page talks to the server it came from. */
const api = process.env['SAMEWIRE_URL'] ?? 'http://127.0.0.1:8484';
const apiPaths = ['/v1', '/readyz', '/startupz', '/openapi.json'];

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses let the page work under any path prefix.
  base: './',
  plugins: [react(), tailwindcss(), fontLicenses(), precompress()],
  server: {
    proxy: Object.fromEntries(apiPaths.map((path) => [path, api])),
  },
  worker: { format: 'es' },
  build: {
    target: 'es2024',
    license: { fileName: 'licenses.md' },
    modulePreload: { polyfill: false },
    // Inlined fonts and images would travel inside the style sheet.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // One file to start with; the budget test is what guards its size.
    chunkSizeWarningLimit: 600,
  },
});
