// The days of a week, by the numbers that marts give them: 1 is Monday.
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Ten minutes of the day by their number: 51 -> "08:30" */
export const clock = (slot) => `${String(Math.floor(slot / 6)).padStart(2, '0')}:${String((slot % 6) * 10).padStart(2, '0')}`;
