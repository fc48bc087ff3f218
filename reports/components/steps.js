// The steps of a conversation, in the order in which they usually come, as a reader would call them.
export const STEPS = {
	new: 'Arrives', assign: 'A person takes it', ai_answer: 'The AI answers', handoff_request: 'A person is asked for', handoff: 'Passed to people',
	reply: 'A person replies', internal_note: 'Internal note', transfer: 'Passed on among people', approval: 'Approval', wait_customer: 'Waits for the customer',
	close: 'Closed', reopen: 'Opened again'
};
