import { expect, it } from 'vitest';
import { aboveCalibration, type Calibration } from './calibration.ts';

const calibration: Calibration = {
  version: 1,
  measuredAt: '2026-11-21T10:58:03.412Z',
  k6: '2.2.0',
  cores: 2,
  perSecond: 1500,
  limitedBy: null,
};

it('is told of loads above what the machine was found to generate, and of no other', () => {
  expect(aboveCalibration(1500, calibration)).toBeNull();
  expect(aboveCalibration(1500.6, calibration)).toBe(
    'up to 1501 requests a second are expected; on 2026-11-21 this machine generated 1500 requests a second cleanly',
  );
  expect(aboveCalibration(1, { ...calibration, perSecond: null })).toMatch(/generated no load cleanly$/);
});

it('is not told where nothing is known, of the machine or of the load', () => {
  expect(aboveCalibration(1e9, null)).toBeNull();
  expect(aboveCalibration(NaN, calibration)).toBeNull();
});
