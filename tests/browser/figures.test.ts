import { describeFigures } from './lessonFigures';

// Dark, because it also shows what stands on white paper.
describeFigures('Dark');
