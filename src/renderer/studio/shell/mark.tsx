/** The program's mark: a lamp, and the shadow that turns into a face before it. */
export function Mark({ size }: { readonly size: string }) {
  return (
    <svg className="mark" style={{ width: size, height: size }} viewBox="0 0 32 32" aria-hidden focusable="false">
      <defs>
        <linearGradient id="mark-lamp" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#ffd08a" />
          <stop offset="0.55" stopColor="#ff8fb4" />
          <stop offset="1" stopColor="#e0488f" />
        </linearGradient>
      </defs>
      <circle cx="16" cy="16" r="14" fill="url(#mark-lamp)" />
      <path
        d="M16.5 5.2c-5 .4-8.9 4.600-8.900 9.900 0 2 .5 3.600 1.300 5l-1.800 2.600c-.3.5 0 1.100.6 1.100h1.800v1.900c0 1 .8 1.800 1.800 1.800h2.500v2.200A14 14 0 0 0 30 16 14 14 0 0 0 22.600 3.650c-1.500.9-3.800 1.350-6.100 1.550z"
        fill="#2a1a26"
      />
      <path d="M12.300 15.700c.9-.9 2.500-.9 3.400 0" stroke="#ffd7a0" strokeWidth="1.300" strokeLinecap="round" fill="none" />
      <circle cx="21.600" cy="10.200" r="1.500" fill="#ff7eb6" />
    </svg>
  );
}
