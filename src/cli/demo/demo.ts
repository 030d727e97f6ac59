// The demo as a whole: the field, the broker, the agent as a child process, the centre that receives, and the script of
// what is cut and killed while somebody looks. It ends everything it started, in reverse order, however it ends.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Message, message } from '../../messages/catalogue.ts';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { LoopVideo } from '../../simulator/camera/loop-video.ts';
import { checkMessage } from '../../uplink/contract.ts';
import { parseTopic, statusTopic } from '../../uplink/topics.ts';
import { exitCode } from '../command.ts';
import { Centre } from '../ioc/centre.ts';
import { AgentProcess } from './agent-process.ts';
import { DemoBroker } from './broker.ts';
import { drained } from './drained.ts';
import { Field } from './field.ts';

import { installModel, type ModelToShow } from './model.ts';
import { type DemoOptions, scriptFor } from './options.ts';
import { Outage } from './outage.ts';
import { Picture } from './picture.ts';
import { Refusal } from './refusal.ts';
import { siteFile } from './site.ts';
import { Switches } from './switches.ts';
import { type Verdict, verdictOn } from './verdict.ts';
import type { Situation } from './view.ts';

export interface DemoDeps {
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly options: DemoOptions;
  /** A folder that is removed after the demo. */
  readonly scratch: string;
  /** The agent's data. */
  readonly data: string;
  readonly video: LoopVideo | undefined;
  readonly model: ModelToShow | undefined;
  /** Something to say before and beside the story. */
  readonly note: (m: Message) => void;
  /** Each message as it came, for `--json`. */
  readonly onMessage: (topic: string, text: string) => void;
  /** A line of the agent's log. */
  readonly onLog: (line: string) => void;
}

const passwordVariable = 'HAIDANG_DEMO_BROKER_PASSWORD';
const group = 'quay';

export class Demo {
  readonly picture = new Picture();
  readonly #deps: DemoDeps;
  readonly #gateway = `demo-${randomBytes(3).toString('hex')}`;
  readonly #field: Field;
  readonly #broker: DemoBroker;
  readonly #ioc: () => Centre;
  readonly #agent: AgentProcess;
  readonly #cancels: Cancel[] = [];
  readonly #ends: (() => Promise<void>)[] = [];
  #startedMs = 0;
  readonly #outage: Outage;
  readonly #switches: Switches;
  #queue: number | null = null;
  #hasCamera = false;
  #commands = 0;
  /** What still waited in the gateway when it was ended. */
  #left = 0;
  #agentEnded: string | null = null;
  #ending = false;

  constructor(deps: DemoDeps) {
    this.#deps = deps;
    const { clock, scratch, video, note, options, data } = deps;
    this.#field = new Field({ clock, seed: 20_950, folder: scratch, video, note });
    this.#broker = new DemoBroker({ clock, folder: scratch, given: options.broker, note });
    let ioc: Centre | undefined;
    this.#ioc = () => {
      ioc ??= new Centre({
        clock,
        broker: this.#broker.address,
        gateway: this.#gateway,
        onLink: (up) => this.#ending || this.#outage.centreLink(up),
        onMessage: (topic, payload) => this.#received(topic, payload.toString('utf8')),
      });
      return ioc;
    };
    this.#outage = new Outage({
      broker: this.#broker,
      now: () => this.#now(),
      tell: (what, tone) => this.#tell(what, tone),
      missing: () => this.picture.sequences.count().missing,
    });
    this.#switches = new Switches({
      clock,
      things: () => this.#field.things,
      tell: (what, tone) => this.#tell(what, tone),
      onError: (error) => deps.onLog(messageOf(error)),
    });
    const password = options.broker?.password;
    this.#agent = new AgentProcess({
      clock,
      site: join(scratch, 'site.yaml'),
      data,
      env: { ...deps.env, ...(password === undefined ? {} : { [passwordVariable]: password }) },
      onLog: deps.onLog,
      onExit: (how) => {
        this.#agentEnded = how;
        this.#tell(message('demo.agent-ended', { how }), 'bad');
      },
    });
  }

  /** Starts everything; resolves when the agent runs. @throws Refusal, HaidangError */
  async start(): Promise<void> {
    const { clock, options, scratch, data, model, note } = this.#deps;
    this.#startedMs = clock.monotonicMs();
    await this.#begin(
      () => this.#broker.start(),
      () => this.#broker.stop(),
    );
    const ioc = this.#ioc();
    await this.#begin(
      () => this.#startIoc(ioc),
      () => ioc.stop(options.broker && { retained: [statusTopic(this.#gateway)] }),
    );
    note(message('demo.starting', { broker: this.#broker.shown }));
    let field: Awaited<ReturnType<Field['start']>> | undefined;
    await this.#begin(
      async () => {
        field = await this.#field.start();
      },
      () => this.#field.stop(),
    );
    if (!field) return;
    this.#hasCamera = model !== undefined && field.cameraUrl !== undefined;
    if (model) await installModel(model, data);
    const { username, password } = this.#broker.address;
    const uplink = {
      url: this.#broker.agentUrl,
      version: ioc.version,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { passwordVariable }),
    };
    const site = { gateway: this.#gateway, field, model: model?.id, drawnRoad: options.video === undefined, uplink };
    await writeFile(join(scratch, 'site.yaml'), siteFile(site), { mode: 0o600 });
    await this.#begin(
      () => this.#agent.start(),
      () => this.#agent.stop(),
    );
    this.#startedMs = clock.monotonicMs();
    this.#tell(message('demo.running'));
    this.#follow();
    this.#whenOnline(() => this.#schedule());
  }

  /** Ends everything. A cut is mended first and what waits is let through, so that the account is complete. */
  async stop(): Promise<void> {
    if (this.#ending) return;
    this.#ending = true;
    for (const cancel of this.#cancels.splice(0)) cancel();
    this.#switches.stop();
    await this.#outage.restore();
    this.#left = await drained(this.#deps.clock, {
      queue: () => this.#agent.queue(),
      missing: () => this.picture.sequences.count().missing,
      isOver: () => this.#agentEnded !== null || this.picture.messages === 0,
    });
    for (const end of this.#ends.splice(0).reverse()) {
      // One that cannot be ended must not keep the others running.
      await end().catch((error: unknown) => this.#deps.onLog(messageOf(error)));
    }
  }

  /** @param stopped true where somebody stopped it before its time. */
  verdict(stopped: boolean): Verdict {
    return verdictOn(this.picture, this.#left, this.#agentEnded, stopped);
  }

  situation(): Situation {
    const { clock } = this.#deps;
    return {
      nowMs: this.#now(),
      wallMs: clock.now().ms,
      cutSinceMs: this.#outage.sinceMs,
      cuts: this.#outage.cuts,
      away: this.#outage.away,
      queue: this.#queue,
      gateway: this.#gateway,
      hasCamera: this.#hasCamera,
      broker: this.#broker.shown,
    };
  }

  get broken(): boolean {
    return this.#agentEnded !== null;
  }

  /** The keys of the view. */
  press(key: string): void {
    if (key === 'b') this.#unattended(this.#outage.sinceMs === null ? this.#outage.cut() : this.#outage.restore());
    if (key === 'd') this.#unattended(this.#switches.offFor(scriptFor(undefined).deviceOffFor));
    if (key === 'l') this.#unattended(this.#commandLamps());
    if (key !== 'k') return;
    this.#tell(message('demo.agent-killed'), 'bad');
    this.#unattended(this.#agent.killAndStart());
  }

  #now(): number {
    return this.#deps.clock.monotonicMs() - this.#startedMs;
  }

  #tell(what: Message, tone: 'plain' | 'good' | 'bad' = 'plain'): void {
    this.picture.tell(this.#now(), what, tone);
  }

  /** Work that nobody waits for: what goes wrong with it is told in the log. */
  #unattended(work: Promise<void>): void {
    void work.catch((error: unknown) => this.#deps.onLog(messageOf(error)));
  }

  /** Starts a part whose end is due from then on, also where its start fails halfway. */
  async #begin(start: () => Promise<void>, stop: () => Promise<void>): Promise<void> {
    this.#ends.push(stop);
    await start();
  }

  async #startIoc(ioc: Centre): Promise<void> {
    try {
      await ioc.start();
    } catch (error) {
      if (!(error instanceof HaidangError && error.fault === 'network')) throw error;
      const broker = this.#broker.shown;
      throw new Refusal(message('demo.broker-unreachable', { broker, reason: messageOf(error) }), exitCode.runtime);
    }
  }

  #received(topic: string, text: string): void {
    if (parseTopic(topic)?.kind === 'media') return;
    this.#deps.onMessage(topic, text);
    const checked = checkMessage(topic, text);
    if (checked.ok) {
      this.picture.take(checked.message, this.#now());
      return;
    }
    this.picture.messages++;
    this.picture.invalid++;
    this.#tell(message('demo.invalid-message', { topic, problem: checked.problems[0] ?? '-' }), 'bad');
  }

  /** Asks the agent again and again how much waits. */
  #follow(): void {
    let asking = false;
    const look = async () => {
      if (asking) return;
      asking = true;
      this.#queue = await this.#agent.queue();
      asking = false;
      this.#outage.look(this.#queue);
    };
    this.#cancels.push(every(this.#deps.clock, 500, () => void look()));
  }

  /** A machine that is busy takes its time to start: the script begins when there is somebody to play it. */
  #whenOnline(begin: () => void): void {
    const cancel = every(this.#deps.clock, 250, () => {
      if (this.picture.gateway !== 'online') return;
      cancel();
      begin();
    });
    this.#cancels.push(cancel);
  }

  #schedule(): void {
    const { clock, options } = this.#deps;
    const script = scriptFor(options.forMs);
    const at = (ms: number, work: () => Promise<void>) =>
      this.#cancels.push(clock.after(ms, () => this.#unattended(work())));
    at(script.cutAt, () => this.#outage.cut());
    at(script.cutAt + script.cutFor, () => this.#outage.restore());
    at(script.deviceOffAt, () => this.#switches.offFor(script.deviceOffFor));
    const lamps = () => this.#unattended(this.#commandLamps());
    this.#cancels.push(every(clock, script.lampsEvery, lamps, script.lampsAt));
  }

  async #commandLamps(): Promise<void> {
    if (this.#outage.sinceMs !== null) return;
    const level = [60, 25, 80][this.#commands++ % 3] ?? 60;
    const seconds = 15;
    const what = `${group} ${level} % ${seconds} s`;
    this.#tell(message('demo.command', { name: 'lamp.set', what }));
    const id = `demo-${randomBytes(4).toString('hex')}`;
    await this.#ioc().command(this.#gateway, 'lamp.set', { id, args: { group, level, forSeconds: seconds } });
  }
}
