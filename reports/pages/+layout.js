// Runs before every page, first while the site is built, later in the browser.
//
// While building, queries run on the published data and their results are stored beside the page. The browser reads
// those results, and starts the query engine (a large download) only when a page asks something new.
import { browser, building, dev } from '$app/environment';
import {
	arrowTableToJSON,
	initDB,
	query as runQuery,
	setParquetURLs,
	tableFromIPC,
	updateSearchPath
} from '@evidence-dev/universal-sql/client-duckdb';
import { setTrackProxy } from '@evidence-dev/sdk/usql';
import { addBasePath } from '@evidence-dev/sdk/utils/svelte';
import md5 from 'blueimp-md5';

export const ssr = !dev;
export const prerender = true;
export const trailingSlash = 'always';

// What the frame around every page shows.
const SHELL = {
	shell_build: `select run_id, built_at, data_as_of, is_invented, company, git_revision, as_of from meta.build limit 1`,
	shell_gates: `
		select door, count(*) as checks, sum(case when success then 1 else 0 end) as passed
		from meta.gate_results
		where door is not null
		group by door
		order by door desc`
};

async function readManifest() {
	if (browser) return (await fetch(addBasePath('/data/manifest.json'))).json();
	const { readFile } = await import('fs/promises');
	return JSON.parse(await readFile('./static/data/manifest.json', 'utf-8'));
}

async function startEngine() {
	const { renderedFiles } = await readManifest();
	await initDB();
	await setParquetURLs(renderedFiles, { addBasePath });
	await updateSearchPath(Object.keys(renderedFiles));
}

let started;
const engine = () => (started ??= startEngine());

async function storedResults(page, fetch) {
	const index = await fetch(addBasePath(`/api/${page.route_hash}/${page.additional_hash}/all-queries.json`));
	if (!index.ok) return {};
	const results = Object.entries(await index.json()).map(async ([name, hash]) => {
		const answer = await fetch(addBasePath(`/api/prerendered_queries/${hash}.arrow`));
		return [name, arrowTableToJSON(await tableFromIPC(answer))];
	});
	return Object.fromEntries(await Promise.all(results));
}

/** @type {import('./$types').LayoutLoad} */
export const load = async ({ fetch, route, params }) => {
	const page = {
		route_hash: md5(route.id),
		additional_hash: md5(
			Object.entries(params)
				.sort()
				.map(([key, value]) => `${key}\x1F${value}`)
				.join('\x1E')
		)
	};

	if (!browser) await engine();
	const data = browser && !dev ? await storedResults(page, fetch) : {};

	const query = (sql, { query_name, callback = (rows) => rows } = {}) => {
		if (browser) return engine().then(() => runQuery(sql)).then(callback);
		return callback(runQuery(sql, { ...page, query_name, prerendering: building }));
	};
	const shell = {};
	for (const [name, sql] of Object.entries(SHELL)) {
		shell[name] = data[name] ?? (await query(sql, { query_name: name }));
	}

	return {
		__db: { query, load: engine, updateParquetURLs: (manifest) => setParquetURLs(JSON.parse(manifest).renderedFiles, { addBasePath }) },
		inputs: setTrackProxy({ label: '', value: '(select null where 0)' }),
		customFormattingSettings: { customFormats: [] },
		data,
		shell
	};
};
