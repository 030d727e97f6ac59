import { baseStyles } from '../../runtime/report/html.ts';

/** Of the report of a month: what the printed pages share, and its own. */
export const styles = `${baseStyles}
header .of { white-space: normal; text-wrap: balance; }
.two { display: grid; grid-template-columns: 1.12fr 1fr; gap: 16px; }
.more { color: #666; margin-top: 2px; }
.sign { display: grid; grid-template-columns: repeat(3, 1fr); text-align: center; margin-top: 12px; height: 26mm; }
.sign i { color: #777; font-size: 9px; }
`;
