export const percent = (value: number): string => `${Math.round(value * 100)} %`;
export const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
