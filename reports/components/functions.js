// The seven functions, the question that each answers, and the pages that go deeper.
export const FUNCTIONS = [
	{
		id: 'enable', name: 'Enable', asks: 'Are there enough people, and can newcomers and new versions do the work?',
		pages: [
			['/capacity/', 'Capacity', 'When must we hire, at which share of the AI?'],
			['/staffing/', 'Staffing by the hour', 'How many people does each part of the day take?'],
			['/cohorts/', 'Cohorts', 'How fast do newcomers and versions learn, and who stays?'],
			['/training/', 'Training and drafts', 'Do training, practice and drafts of the AI help?']
		]
	},
	{
		id: 'process', name: 'Process', asks: 'Which way does work take, and where does it break?',
		pages: [
			['/journeys/', 'Journeys', 'Where do contacts fail, and how long from asking to a person?'],
			['/process-map/', 'Process map', 'Which way does work take, where does it wait, which task fails?'],
			['/governance/', 'Governance', 'Does the AI say what it is, and stay in its bounds?']
		]
	},
	{
		id: 'perform', name: 'Perform', asks: 'Is the work good, and whom does it wear?',
		pages: [
			['/quality/', 'Quality', 'May a grader judge, and do reviews say anything about what customers get?'],
			['/people/', 'Load and coaching', 'Whom does the work wear, and does coaching reach everybody?']
		]
	},
	{
		id: 'measure', name: 'Measure', asks: 'Do both populations settle what customers came for, and at what cost?',
		pages: [
			['/ladder/', 'Resolution ladder', 'What does “resolved” mean, rung by rung?'],
			['/like-for-like/', 'Like for like', 'Who does better on the same work?'],
			['/money/', 'Money', 'What does an outcome cost, and what does a bill buy?'],
			['/vendor/', 'Vendor', 'Is the vendor’s number ours, and if not, line by line why?'],
			['/service/', 'Waiting', 'How long do customers wait, and are promises kept?'],
			['/stages/', 'Stages and accounts', 'At which stage, for whom, for which account does it hold?'],
			['/metrics/', 'Metric register', 'Which decision does a number serve, and was its wording changed?']
		]
	},
	{
		id: 'improve', name: 'Improve', asks: 'What changed, why, and did what we did about it work?',
		pages: [
			['/changes/', 'Why it changed', 'Why did a number change, and since when?'],
			['/friction/', 'Friction inbox', 'What failed most this week, who takes it up, and what came of it?'],
			['/method/', 'Method', 'Which arrows of the method hold here?']
		]
	},
	{
		id: 'know', name: 'Know', asks: 'Is what customers ask written down, current, found and ours?',
		pages: [
			['/knowledge/', 'Knowledge', 'Which knowledge is missing, stale or unused?'],
			['/context/', 'Context and data', 'What is known when somebody first answers, and how far is our data ours?']
		]
	},
	{
		id: 'grow', name: 'Grow', asks: 'What may the AI take on, what does it cost, and do customers stay?',
		pages: [
			['/scope/', 'Scope of the AI', 'Which use of the AI passes its gate, and what may an outcome cost?'],
			['/staying/', 'Customers who stay', 'Who stays after asking to leave, and does reaching out help?']
		]
	}
];

export const STAGES = ['Reactive', 'Emerging', 'Defined', 'Optimised'];

/** The function to which an address belongs, its own page included. */
export const functionOf = (address) =>
	FUNCTIONS.find(({ id, pages }) => address === `/${id}/` || pages.some(([href]) => href === address));

// Where a reader finds more of a mart that is named as evidence.
const SHOWN_ON = {
	enable_ramp: '/cohorts/', enable_learning_curves: '/cohorts/', perform_cohort_rates: '/cohorts/', enable_staying: '/cohorts/',
	enable_hiring_plan: '/capacity/', enable_weekly_requirements: '/capacity/', enable_forecast_accuracy: '/capacity/',
	enable_demand_forecasts: '/capacity/', enable_capacity_swaps: '/capacity/', enable_interval_requirements: '/staffing/',
	process_flow: '/process-map/', process_variants: '/process-map/', process_tasks: '/process-map/',
	process_failure_paths: '/journeys/', process_hand_offs: '/journeys/', process_effort: '/journeys/',
	process_governance: '/governance/', process_use_cases: '/governance/', process_ai_versions: '/changes/',
	perform_qa_coverage: '/quality/', perform_qa_prediction: '/quality/', perform_grader_agreement: '/quality/',
	perform_graders: '/quality/', perform_coaching_time: '/people/', perform_coaching_floor: '/people/',
	perform_emotional_load: '/people/', measure_population_read: '/', measure_resolution_ladder: '/ladder/',
	measure_vendor_reconciliation: '/vendor/', measure_cost_per_outcome: '/money/', measure_fair_comparison: '/like-for-like/',
	measure_hardest_work: '/like-for-like/', measure_metrics: '/metrics/', measure_service_levels: '/service/',
	improve_findings: '/', improve_edge_evidence: '/method/', improve_explained_changes: '/changes/',
	improve_programmes: '/changes/', improve_change_points: '/changes/', improve_themes: '/friction/',
	improve_friction_inbox: '/friction/', know_coverage: '/knowledge/', know_figures: '/knowledge/',
	know_context: '/context/', know_data_access: '/context/', grow_use_cases: '/scope/', grow_stack: '/scope/',
	grow_at_risk: '/staying/', grow_retained_value: '/money/'
};
export const pageOf = (mart) => SHOWN_ON[mart] ?? null;
