/** The program's mark: a shadow figure with a hairpin before the lamp. */
export function Mark({ size }: { readonly size: string }) {
  return (
    <svg className="mark" style={{ width: size, height: size }} viewBox="0 0 32 32" aria-hidden focusable="false">
      <defs>
        <radialGradient id="mark-lamp" cx="0.42" cy="0.34" r="0.75">
          <stop offset="0" stopColor="#ffe3b0" />
          <stop offset="0.45" stopColor="#ffab93" />
          <stop offset="1" stopColor="#e5528f" />
        </radialGradient>
        <clipPath id="mark-disc">
          <circle cx="16" cy="16" r="14" />
        </clipPath>
      </defs>
      <circle cx="16" cy="16" r="14" fill="url(#mark-lamp)" />
      <g clipPath="url(#mark-disc)" fill="#35182c">
        <circle cx="10.6" cy="9.6" r="3.1" />
        <path d="M10.2 12.4C11.6 10.2 14 9 16.3 9c3.600 0 5.900 2.300 6.200 5.600l1.500 2.300c.3.5.1.9-.4 1l-1 .2.1 1.600c0 1.300-.9 2-2.100 2l-1.500-.1v1.400c3.900.8 7 3.600 8 9H4.200c.7-5 3-7.900 6.300-9.300l.6-2.300c-1.800-2.300-2.300-5.300-.9-8z" />
      </g>
      <path d="M6.200 6.800l5.600 3.600" stroke="#35182c" strokeWidth="1.100" strokeLinecap="round" />
      <circle cx="6" cy="6.700" r="1.400" fill="#ff7eb6" stroke="#35182c" strokeWidth="0.700" />
    </svg>
  );
}
