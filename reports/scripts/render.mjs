// Renders the site in two steps, so that new data does not need a new bundle.
//
//   node scripts/render.mjs bundle      compile pages and components (slow; only when one of them changed)
//   node scripts/render.mjs prerender   run every page's queries on the current data and write the site to build/
//
// `evidence build` does both at once, in one to two minutes. Pages hold no data after compiling: numbers enter when
// SvelteKit draws each page, so drawing again with the same compiled pages gives the same site as a whole new build.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const PROJECT = path.resolve(import.meta.dirname, '..');
const TEMPLATE = path.join(PROJECT, '.evidence', 'template');
const OUTPUT = path.join(TEMPLATE, '.svelte-kit', 'output');
const BUILD = path.join(PROJECT, 'build');
const require = createRequire(path.join(PROJECT, 'package.json'));

// Parts of the stock template that serve `evidence dev`, or a frame and a menu that we draw ourselves.
const UNUSED = ['src/pages', 'static'];
// What is ours, and its place in the template.
const OURS = {
	pages: 'src/pages',
	components: 'src/components',
	queries: 'queries',
	static: 'static',
	'app.css': 'src/app.css',
	'app.html': 'src/app.html'
};
// The bundle for browsers without WebAssembly exceptions (before 2022); with it the site would be 39 MB larger.
const LEFT_OUT = /duckdb-(browser-)?mvp/;

function populate() {
	const stock = path.join(path.dirname(require.resolve('@evidence-dev/evidence/package.json')), 'template');
	for (const entry of existsSync(TEMPLATE) ? readdirSync(TEMPLATE) : []) {
		if (entry !== 'static') rmSync(path.join(TEMPLATE, entry), { recursive: true });
	}
	cpSync(stock, TEMPLATE, { recursive: true, filter: (from) => !UNUSED.includes(path.relative(stock, from)) });
	for (const [ours, place] of Object.entries(OURS)) {
		cpSync(path.join(PROJECT, ours), path.join(TEMPLATE, place), { recursive: true });
	}
	const pages = path.join(TEMPLATE, 'src/pages');
	for (const page of readdirSync(pages, { recursive: true }).filter((name) => name.endsWith('.md'))) {
		const route = page === 'index.md' || page.endsWith('/index.md') ? path.dirname(page) : page.slice(0, -'.md'.length);
		mkdirSync(path.join(pages, route), { recursive: true });
		renameSync(path.join(pages, page), path.join(pages, route, '+page.md'));
	}
}

async function bundle() {
	populate();
	process.chdir(TEMPLATE);
	const { build } = await import('vite');
	await build({ configFile: 'vite.config.js', build: { reportCompressedSize: false } });
}

async function prerender() {
	process.chdir(TEMPLATE);
	rmSync(path.join(OUTPUT, 'prerendered'), { recursive: true, force: true });
	rmSync(path.join(OUTPUT, 'client', 'data'), { recursive: true, force: true });
	rmSync('.evidence-queries', { recursive: true, force: true });

	// SvelteKit's own last build step; it has no public name, hence the exact version in package-lock.json.
	const kit = path.dirname(require.resolve('@sveltejs/kit/package.json'));
	const { default: draw } = await import(pathToFileURL(path.join(kit, 'src/core/postbuild/prerender.js')).href);
	const manifest_path = path.join(OUTPUT, 'server/manifest-full.js');
	const { manifest } = await import(pathToFileURL(manifest_path).href);
	const routes = new Map(manifest._.routes.map(({ id }) => [id, { prerender: true }]));
	await draw({ out: OUTPUT, manifest_path, metadata: { nodes: [], routes }, verbose: false, env: {} });

	rmSync(BUILD, { recursive: true, force: true });
	const keep = (from) => !LEFT_OUT.test(path.basename(from)) && path.basename(from) !== '.vite';
	for (const part of ['client', 'prerendered/pages', 'prerendered/dependencies']) {
		const from = path.join(OUTPUT, part);
		if (existsSync(from)) cpSync(from, BUILD, { recursive: true, filter: keep });
	}
	serveData();
}

// Served data carries its hash in the address, so that a browser never mixes two publications.
function serveData() {
	const data = path.join(TEMPLATE, 'static', 'data');
	const manifest = JSON.parse(readFileSync(path.join(data, 'manifest.json'), 'utf8'));
	for (const files of Object.values(manifest.renderedFiles)) {
		files.forEach((file, index) => {
			const [source, table, name] = file.split('/').slice(-3);
			const content = readFileSync(path.join(data, source, table, name));
			const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
			const address = ['data', source, table, hash, name].join('/');
			mkdirSync(path.dirname(path.join(BUILD, address)), { recursive: true });
			writeFileSync(path.join(BUILD, address), content);
			files[index] = 'static/' + address;
		});
	}
	writeFileSync(path.join(BUILD, 'data', 'manifest.json'), JSON.stringify(manifest));
}

const steps = { bundle, prerender };
const step = steps[process.argv[2]];
if (!step) throw new Error(`usage: node scripts/render.mjs ${Object.keys(steps).join('|')}`);
await step();
