// The shapes of English phones as JSON, for the Python scripts: node shapes.mjs
import { shapesFromFestival } from './phone-shapes.mjs';

const PHONES =
  'aa ae ah ao aw ax axr ay b ch d dh dx eh el em en er ey f g hh hv ih iy jh k l m n nx ng ow oy p r s sh t th uh uw v w y z zh pau'.split(
    ' ',
  );
console.log(JSON.stringify(Object.fromEntries(PHONES.map((phone) => [phone, shapesFromFestival(phone, 'en')]))));
