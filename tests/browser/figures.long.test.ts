import { describeFigures } from './lessonFigures';

describeFigures('Light');
