import { rmSync } from 'node:fs';
import { defineConfig } from 'vite';

const site = new URL('../wwwroot/', import.meta.url).pathname;

/** Names carry no hash: the server fingerprints every file and answers with an ETag. */
export default defineConfig({
  base: '/',
  publicDir: false,
  plugins: [{ name: 'forget-old-files', buildStart: () => rmSync(`${site}assets`, { recursive: true, force: true }) }],
  build: {
    outDir: site,
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    sourcemap: false,
    chunkSizeWarningLimit: 2000,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { resident: 'resident.ts', workbench: 'workbench.ts', cockpit: 'cockpit.ts', sw: 'sw.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name].js'),
        chunkFileNames: 'assets/[name].js',
        assetFileNames: 'assets/[name][extname]',
      },
    },
  },
  worker: { format: 'es', rollupOptions: { output: { entryFileNames: 'assets/[name].js' } } },
});
