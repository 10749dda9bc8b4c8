import './boot.css';
import { loadPreview } from './shell/preview.ts';

// The avatar's first picture takes longer than the whole interface: it starts first.
loadPreview();
void import('./main.tsx');
