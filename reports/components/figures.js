// How numbers are written, everywhere. The browser test holds the same rules in Python and reads them off the pages.

// A no-break space: a number and its unit stay on one line.
const GAP = '\u00a0';

// The currency that the cost marts convert into.
const REPORTING_CURRENCY = 'USD';

export const POPULATIONS = [
	{ key: 'human', name: 'People' },
	{ key: 'ai', name: 'AI' }
];

export const populationName = (key) => POPULATIONS.find((population) => population.key === key)?.name ?? key;

const grouped = (value, digits) =>
	value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const isKnown = (value) => value !== null && value !== undefined && !Number.isNaN(value);

/** 7455 -> "7,455" */
export const count = (value) => (isKnown(value) ? grouped(Math.round(value), 0) : 'not known');

/** 0.7623 -> "76 %" */
export const share = (value, digits = 0) => (isKnown(value) ? (value * 100).toFixed(digits) + GAP + '%' : 'not known');

/** A tenth of a percent is written only where the range is narrower than two percent; otherwise it would be noise. */
export const shareDigits = (low, high) => (isKnown(low) && isKnown(high) && high - low < 0.02 ? 1 : 0);

/** 8203.14, "USD" -> "8,203.14 USD" */
export const money = (value, currency = REPORTING_CURRENCY) =>
	isKnown(value) ? grouped(value, 2) + GAP + currency : 'not known';

/** 4 -> "4 s", 97 -> "1 min 37 s"; from ten minutes on in whole minutes: 5820 -> "1 h 37 min", 180000 -> "2 d 2 h" */
export function duration(seconds) {
	if (!isKnown(seconds)) return 'not known';
	const whole = seconds < 600 ? Math.round(seconds) : Math.round(seconds / 60) * 60;
	if (whole < 60) return whole + GAP + 's';
	const units = [
		['d', 86400],
		['h', 3600],
		['min', 60],
		['s', 1]
	];
	const first = units.findIndex(([, size]) => whole >= size);
	const [name, size] = units[first];
	const [smallName, smallSize] = units[first + 1];
	const rest = Math.floor((whole % size) / smallSize);
	return Math.floor(whole / size) + GAP + name + (rest ? ' ' + rest + GAP + smallName : '');
}

// "-0.0" is 0.0, and a rise says so: 4.53 -> "+4.5"
const tidy = (text) => (/^-[0.,]+$/.test(text) ? text.slice(1) : text);
const signed = (value) => {
	const text = tidy(grouped(value, 1));
	return value > 0 && /[1-9]/.test(text) ? '+' + text : text;
};

const WRITERS = {
	share,
	seconds: duration,
	amount: money,
	count,
	score: (value) => grouped(value, 2),
	number: (value) => tidy(grouped(value, 1)),
	points: (value) => signed(value * 100) + GAP + 'points',
	relative: (value) => signed(value * 100) + GAP + '%',
	per_1000: (value) => grouped(value, 1) + GAP + 'in' + GAP + '1,000',
	days: (value) => tidy(grouped(value, 1)) + GAP + 'days',
	weeks: (value) => tidy(grouped(value, 1)) + GAP + 'weeks',
	years: (value) => (value * 100).toFixed(0) + GAP + '%' + GAP + 'a' + GAP + 'year'
};

/** A size in points for a sentence, without a sign: 0.054 -> "5.4 points" */
export const pointsOf = (value) => grouped(value * 100, 1) + GAP + 'points';

// What both ends of a range would repeat.
const REPEATED = {
	share: GAP + '%',
	amount: GAP + REPORTING_CURRENCY,
	points: GAP + 'points',
	relative: GAP + '%',
	per_1000: GAP + 'in' + GAP + '1,000',
	days: GAP + 'days',
	weeks: GAP + 'weeks',
	years: GAP + '%' + GAP + 'a' + GAP + 'year'
};

/** A value in its unit; `digits` is for shares. */
export const written = (value, unit, digits) =>
	isKnown(value) ? (WRITERS[unit] ?? String)(value, unit === 'share' ? digits : undefined) : 'not known';

const digitsOf = (row) => shareDigits(row.value_low, row.value_high);

/** The value of a mart row. */
export const figure = (row) => written(row.value, row.unit, digitsOf(row));

/** "75.3 to 77.2 %": the unit once, at the end. Empty when there is no interval. */
export function interval(row, digits = digitsOf(row)) {
	if (!isKnown(row.value_low) || !isKnown(row.value_high)) return '';
	const low = written(row.value_low, row.unit, digits);
	const high = written(row.value_high, row.unit, digits);
	if (low === high) return '';
	const repeated = REPEATED[row.unit] ?? '';
	return (repeated && low.endsWith(repeated) ? low.slice(0, -repeated.length) : low) + ' to ' + high;
}

/** A share with its range, for sentences: "76 % (73 to 79 %)". */
export const shareWithRange = (row) => `${figure(row)} (${interval(row)})`;

/** Ends a reason or a definition from a mart like a sentence. */
export const closed = (text) => (/[.!?]$/.test(text) ? text : text + '.');

/** Keys that slipped into a sentence, as a reader would write them: "billing.refund_request" -> "billing: refund request" */
const plainWords = (text) =>
	text
		.replace(/\b([a-z]+)\.([a-z]+_[a-z_]+)\b/g, '$1: $2')
		.replace(/(?<=[A-Za-z])_(?=[a-z])/g, ' ')
		.replace(/(\d)%/g, '$1 %');

/** A sentence from a mart: begins with a capital, and "57.9 %" or "n = 7455" never break over two lines. */
export const sentence = (text) =>
	plainWords(text.charAt(0).toUpperCase() + text.slice(1))
		.replace(/(\d) (%|[A-Z]{3}\b)/g, `$1${GAP}$2`)
		.replace(/\bn = (\d)/g, `n${GAP}=${GAP}$1`);

/** A next move of a mart, "Stale articles; next: below 50 %", for the end of a sentence. */
export const nextMove = (text) => {
	const [what, level] = (text ?? '').replace(/^[A-Z][a-z]+: /, '').split('; next: ');
	return level ? `“${what}”, to reach: ${level}` : text;
};

export const isShown = (row) => Boolean(row) && !row.is_withheld && isKnown(row.value);

const MONTHS = [
	'January', 'February', 'March', 'April', 'May', 'June',
	'July', 'August', 'September', 'October', 'November', 'December'
];

/** "2026-03" -> "March 2026" */
export function periodName(period) {
	if (period === 'all') return 'Whole time';
	const [year, month] = period.split('-');
	return `${MONTHS[Number(month) - 1]} ${year}`;
}

/** A UTC moment: "1 June 2026, 02:00 UTC" */
export function moment(value) {
	if (!value) return 'not known';
	const iso = new Date(value).toISOString();
	return `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}, ${iso.slice(11, 16)} UTC`;
}

/** Rows under a key, in the order of their first appearance. */
export function groupBy(rows, key) {
	const groups = new Map();
	for (const row of rows) {
		if (!groups.has(row[key])) groups.set(row[key], []);
		groups.get(row[key]).push(row);
	}
	return [...groups.entries()];
}

/**
 * One number of a mart row in the form that Figure and Strip draw, with a name by which anyone can look it up again.
 * `keys` are the columns that tell the row from all others; `spec` names the columns: { value, low, high, n, unit, reason, unknown_n, unknown_share };
 * `despite`: the number stands although the rest of its row is withheld.
 */
export function pick(mart, row, keys, spec) {
	if (!row) return null;
	const { value, low = `${value}_low`, high = `${value}_high`, n = 'n', unit = 'share', reason = 'withheld_reason', unknown_n, unknown_share, despite } = spec;
	return {
		row: {
			population: row.population,
			value: row[value],
			value_low: row[low],
			value_high: row[high],
			n: row[n],
			unit,
			unknown_n: row[unknown_n],
			unknown_share: row[unknown_share],
			is_withheld: despite ? false : row.is_withheld,
			withheld_reason: row[reason]
		},
		cell: JSON.stringify([mart, keyOf(row, keys), { value, low, high, n, unit, unknown_n, unknown_share, despite }])
	};
}

const keyOf = (row, keys) => Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));

/** The name of a text of a mart row. */
export const textCell = (mart, row, keys, column) => JSON.stringify([mart, keyOf(row, keys), { text: column }]) + '/text';

/** The name of one number of a mart row where it stands alone, at the end of a line for instance. */
export const valueCell = (mart, row, keys, value, unit) =>
	JSON.stringify([mart, keyOf(row, keys), { value, low: 'none', high: 'none', unit }]) + '/value';

/** Both populations of each measure, side by side: [{ key, first, human, ai, all }]. */
export function pairs(mart, rows, by, keys, spec) {
	return groupBy(rows, by).map(([key, group]) => {
		const of = (population) => {
			const row = group.find((one) => one.population === population);
			return pick(mart, row, keys, { ...spec, unit: row?.unit ?? spec.unit });
		};
		return { key, first: group[0], human: of('human'), ai: of('ai'), all: of('all') };
	});
}

/** Values of a column in the order of their first appearance, "all" first. */
export const choices = (rows, column) => {
	const values = [...new Set(rows.map((row) => row[column]))];
	return values.includes('all') ? ['all', ...values.filter((value) => value !== 'all')] : values;
};

export const DIMENSIONS = { all: 'Everything', channel: 'Channel', intent: 'Matter', team: 'Team', vendor: 'Vendor', employer_type: 'Employer' };

/**
 * Rows of a mart by dimension and member. A dimension in which fewer than two members have a `value` to show is left out, as is who had no contact;
 * whoever had most contacts comes first, what is not known last.
 */
export function byMember(rows, value) {
	const filled = rows.filter(({ dimension, contacts }) => dimension === 'all' || contacts > 0);
	const whole = filled.filter(({ population, period }) => population === 'all' && period === 'all');
	const sizes = new Map(whole.map(({ dimension, member, contacts }) => [`${dimension} ${member}`, contacts]));
	const size = ({ dimension, member }) => (member === 'unknown' ? -1 : sizes.get(`${dimension} ${member}`) ?? 0);
	return Object.keys(DIMENSIONS).flatMap((dimension) => {
		const some = filled.filter((row) => row.dimension === dimension);
		const members = new Set(some.filter((row) => row.member !== 'unknown' && isKnown(row[value])).map(({ member }) => member));
		return dimension === 'all' || members.size > 1 ? some.sort((one, other) => size(other) - size(one)) : [];
	});
}

/** A member of a dimension as a reader would write it; who employs the AI is its vendor. */
export const memberName = (dimension, member) =>
	member === 'unknown' ? 'Not known' : dimension === 'employer_type' && member === 'vendor' ? 'Vendor of the AI' : named(member);

/** Why no team can be chosen although teams are known; empty where one can, or where none is known. */
export const whyNoTeam = (rows, offered) =>
	rows.some(({ dimension, withheld_reason }) => dimension === 'team' && /people$/.test(withheld_reason ?? '')) && !offered.some(({ dimension }) => dimension === 'team')
		? 'Teams cannot be chosen: too few have five people or more, and a figure of fewer would be about persons.'
		: '';

/** "subscription.plan_cancellation" -> "subscription: plan cancellation" */
export const plainly = (key) => String(key).replace(/(?<=[a-z])\.(?=[a-z])/g, ': ').replaceAll('_', ' ');

// Names that are not made of a key's own words.
const PLAIN_VALUES = { all: 'All', human: 'People', ai: 'AI', live_text: 'Live text', web_form: 'Web form', bpo: 'Outsourced', ai_version: 'Version of the AI', in_house: 'In-house', openai: 'OpenAI', zendesk_ai_agents: 'Zendesk AI agents' };

/** A key of a mart as a reader would write it: "web_form" -> "Web form", "2026-03" -> "March 2026" */
export const named = (value) => {
	if (PLAIN_VALUES[value]) return PLAIN_VALUES[value];
	if (/^20\d\d-\d\d$/.test(value)) return periodName(value);
	const plain = plainly(value);
	return plain.charAt(0).toUpperCase() + plain.slice(1);
};

// A missing day arrives as the first day of 1970, on which nothing happened that is told here.
export const isDay = (value) => isKnown(value) && +new Date(value) > 0;

/** A day: "1 June 2026" */
export const day = (value) => (isDay(value) ? moment(value).split(',')[0] : 'not known');

export const MEASURES = {
	verified_resolution_7d: 'Still resolved after 7 days',
	recontact_7d: 'Came back within 7 days',
	csat_satisfied: 'Satisfied, of those who answered',
	quality_score: 'Quality score of reviews',
	hand_off_rate: 'Passed on to a person or team',
	handle_time: 'Handle time',
	handle_seconds: 'Handle time',
	first_response_seconds: 'First answer',
	answered_in_usual_wait: 'Answered within the usual wait',
	contacts: 'Contacts',
	ai_share: 'Share answered by the AI',
	hardest_work_index: 'Index of the three'
};
export const measureName = (measure) => MEASURES[measure] ?? named(measure);
export const measureUnit = (measure) =>
	measure === 'contacts' ? 'count' : /seconds|_time$/.test(measure) ? 'seconds' : 'share';

// More lines than these hide what they are drawn on: then only changes of the AI, its scope and its rules are marked.
const MOST_MARKS = 16;
const numbered = (marks) => {
	const kept = marks.length > MOST_MARKS ? marks.filter(({ kind }) => kind !== 'event') : marks;
	return kept.map((mark, index) => ({ ...mark, number: mark.number ?? index + 1, omitted: mark.omitted ?? marks.length - kept.length }));
};

/** The rows of change_marks from one moment to another, numbered; those that have a number keep it. */
export const between = (marks, first, last) =>
	numbered(marks.map((mark) => ({ ...mark, at: +new Date(mark.happened_on) })).filter(({ at }) => at >= first && at <= last));

/**
 * The rows of change_marks that fall into a drawing with one column for each month, numbered; `left` is the place of the day from 0 to 1.
 * `months` are written "2026-03", in order; a drawing with a gap between its months keeps what happened in the gap out.
 */
export const withinMonths = (marks, months) =>
	numbered(
		marks
			.map((mark) => {
				const at = new Date(mark.happened_on);
				const column = months.indexOf(at.toISOString().slice(0, 7));
				const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
				return { ...mark, at: +at, column, left: (column + (at.getUTCDate() - 1) / days) / months.length };
			})
			.filter(({ column }) => column >= 0)
	);

// Numbers nearer to each other than this part of the drawing stand in rows above each other.
const ROOM = 0.08;
/** The marks with the `row`, 0 for the lowest, in which the number of each lies on no other; `place` gives 0 to 1, in order. */
export const inRows = (marks, place) => {
	const ends = [];
	return marks.map((mark) => {
		const free = ends.findIndex((end) => place(mark) - end >= ROOM);
		const row = free < 0 ? ends.length : free;
		ends[row] = place(mark);
		return { ...mark, row };
	});
};
/** The room that the rows above the lowest take, in pixels. */
export const ROW = 13;
export const roomAbove = (marks) => Math.max(0, ...marks.map(({ row }) => row)) * ROW;

/** What happened, in words: a row of change_marks. */
export const markName = ({ kind, label }) =>
	({ ai_version: `version ${label} of the AI`, prompt: `new prompt of the AI: ${label}`, policy: `the AI knows of: ${label}`, scope: label })[kind] ?? label;

const NODE_WORDS = [[/\bAHT\b/, 'handle time'], [/\bCSAT\b/, 'satisfaction'], [/\bQA-to-outcome\b/, 'review-to-result'], [/\bSLA breaches\b/, 'broken promises of time']];
/** A measure of the method's graph without abbreviations: "human AHT" -> "human handle time" */
export const plainNode = (node) => NODE_WORDS.reduce((text, [short, long]) => text.replace(short, long), node);
