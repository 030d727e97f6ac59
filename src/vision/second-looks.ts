// What models of the second stage know of the road users of one camera: each model looks at crops of its own accord, and
// what it knows so far is at hand in every frame, for the rules and for the events.
import type { Logger } from '../runtime/logger.ts';
import type { CameraConfig } from './config.ts';
import type { ModelCard } from './detect/card.ts';
import type { Inferred } from './detect/infer.ts';
import { SecondStage } from './detect/second-stage.ts';
import type { Frame } from './frame.ts';
import type { Label } from './rules/rule.ts';
import type { Track } from './track/track.ts';

/** A model that looks at crops. */
export interface SecondModel {
  readonly card: ModelCard;
  detect(frame: Frame, camera: string): Promise<Pick<Inferred, 'findings'>>;
}

/** What a model says of a road user, as events carry it. */
export interface Attribute extends Label {
  /** Id of the model. */
  readonly model: string;
}

/** Ids of the models of the second stage that a camera needs: its own, and those that its rules bring along. */
export function secondModelsOf({ secondStage, rules }: Pick<CameraConfig, 'secondStage' | 'rules'>): string[] {
  return [...new Set([...secondStage, ...rules.flatMap((rule) => ('model' in rule ? [rule.model] : []))])];
}

export class SecondLooks {
  readonly #stages: readonly { readonly model: string; readonly stage: SecondStage }[];
  readonly #labels: ReadonlyMap<string, ReadonlyMap<string, Label>>;
  #under: Promise<unknown> = Promise.resolve();

  /** @param models by id; one without `crop` in its card is left out: `check` has said so. */
  constructor(camera: string, models: ReadonlyMap<string, SecondModel>, logger: Logger) {
    this.#stages = [...models].flatMap(([model, of]) => {
      if (!of.card.crop) return [];
      const detect: SecondModel['detect'] = (frame, owner) => of.detect(frame, owner);
      return [{ model, stage: new SecondStage({ camera, card: of.card, detect, logger }) }];
    });
    this.#labels = new Map(this.#stages.map(({ model, stage }) => [model, stage.labels]));
  }

  /** Begins the looks that are due; the frame may be released when this returns. */
  look(frame: Frame, tracks: readonly Track[], ended: readonly string[]): void {
    this.#under = Promise.all([this.#under, ...this.#stages.map(({ stage }) => stage.look(frame, tracks, ended))]);
  }

  /** What is known so far: by model, then by track. */
  get labels(): ReadonlyMap<string, ReadonlyMap<string, Label>> {
    return this.#labels;
  }

  /** What is known of one road user. */
  of(track: string): Attribute[] {
    return this.#stages.flatMap(({ model, stage }) => {
      const seen = stage.of(track);
      if (!seen) return [];
      const { label, share, looks } = seen;
      return [{ model, label, share: Math.round(share * 1000) / 1000, looks }];
    });
  }

  /** Looks that failed since the start. */
  get failed(): number {
    return this.#stages.reduce((sum, { stage }) => sum + stage.failed, 0);
  }

  /** Resolves when the looks begun so far are over. */
  async settled(): Promise<void> {
    await this.#under;
  }

  forget(): void {
    for (const { stage } of this.#stages) stage.forget();
  }
}
