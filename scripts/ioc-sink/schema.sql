-- What a centre keeps of its gateways. Every statement may be run again on a database that has it already.
--
-- `events` is the truth: every event once, as it was sent. The other tables are made from it in the same transaction and
-- could be made again. Times are those that the gateway gave; `true_time` of the view `events_in_true_time` is what a
-- later correction of its clock makes of them.

CREATE TABLE IF NOT EXISTS events (
  source text NOT NULL,
  id text NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  lane text NOT NULL,
  sequence bigint NOT NULL,
  time timestamptz NOT NULL,
  recorded timestamptz NOT NULL,
  time_quality text NOT NULL,
  boot_id text NOT NULL,
  uptime_sec integer NOT NULL,
  -- The event as it was sent, without `historical`.
  event jsonb NOT NULL,
  received timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS events_by_sequence ON events (source, lane, sequence);
CREATE INDEX IF NOT EXISTS events_by_time ON events (type, time);
CREATE INDEX IF NOT EXISTS events_by_subject ON events (source, subject, time);
CREATE INDEX IF NOT EXISTS events_by_boot ON events (source, boot_id);

-- One row a value. A value that could not be read is NULL and has its quality.
CREATE TABLE IF NOT EXISTS readings (
  source text NOT NULL,
  id text NOT NULL,
  device text NOT NULL,
  point text NOT NULL,
  time timestamptz NOT NULL,
  value double precision,
  value_text text,
  quality text NOT NULL,
  unit text,
  PRIMARY KEY (source, id, point),
  FOREIGN KEY (source, id) REFERENCES events (source, id)
);
CREATE INDEX IF NOT EXISTS readings_by_point ON readings (source, device, point, time);

-- The latest state of each lamp, by its sequence: what comes late does not overwrite what is newer.
CREATE TABLE IF NOT EXISTS lamps (
  source text NOT NULL,
  lamp text NOT NULL,
  sequence bigint NOT NULL,
  commanded double precision NOT NULL,
  fed_back double precision,
  quality text NOT NULL,
  reason text NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (source, lamp)
);

-- Pictures and clips that events speak of; `received` is set by whoever fetches them.
CREATE TABLE IF NOT EXISTS media (
  source text NOT NULL,
  ref text NOT NULL,
  mime text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  event_id text NOT NULL,
  received timestamptz,
  PRIMARY KEY (source, ref)
);

-- Whether each gateway is connected: the retained status.
CREATE TABLE IF NOT EXISTS gateways (
  source text PRIMARY KEY,
  state text NOT NULL,
  since timestamptz NOT NULL,
  said timestamptz NOT NULL,
  agent_version text NOT NULL,
  config_hash text NOT NULL
);

-- Sequences that a gateway itself gave up before they were sent, and why.
CREATE TABLE IF NOT EXISTS given_up (
  source text NOT NULL,
  id text NOT NULL,
  lane text NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  count bigint NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (source, id)
);

-- By these the chain goes on over the gap; NULL where the gateway does not know them.
ALTER TABLE given_up ADD COLUMN IF NOT EXISTS hash_before text;
ALTER TABLE given_up ADD COLUMN IF NOT EXISTS hash_after text;

-- Corrections of clocks: the one with the highest sequence of a boot and start holds.
CREATE TABLE IF NOT EXISTS time_corrections (
  source text NOT NULL,
  boot_id text NOT NULL,
  start_was timestamptz NOT NULL,
  sequence bigint NOT NULL,
  offset_ms bigint NOT NULL,
  error_ms bigint,
  PRIMARY KEY (source, boot_id, start_was)
);

-- Messages that broke the contract, for whoever looks after the gateway; bounded by the sink.
CREATE TABLE IF NOT EXISTS refused (
  number bigserial PRIMARY KEY,
  received timestamptz NOT NULL DEFAULT now(),
  topic text NOT NULL,
  problem text NOT NULL,
  payload bytea NOT NULL
);

-- The gap ledger: which sequences are not here, and how many of them the gateway gave up. A hole that stays, with
-- `unexplained` above 0, is a loss: ask for it with the command history.fetch.
CREATE OR REPLACE VIEW gaps AS
WITH holes AS (
  SELECT source, lane, lag(sequence, 1, 0::bigint) OVER (PARTITION BY source, lane ORDER BY sequence) + 1 AS first, sequence - 1 AS last
  FROM events
)
SELECT h.source, h.lane, h.first, h.last,
  h.last - h.first + 1 AS count,
  greatest(0, h.last - h.first + 1 - coalesce(
    sum(least(g.last, h.last) - greatest(g.first, h.first) + 1) FILTER (WHERE g.id IS NOT NULL), 0)) AS unexplained,
  string_agg(DISTINCT g.reason, ', ') AS reasons
FROM holes h
LEFT JOIN given_up g ON g.source = h.source AND g.lane = h.lane AND g.first <= h.last AND g.last >= h.first
WHERE h.last >= h.first
GROUP BY h.source, h.lane, h.first, h.last;

-- Each event as a link of the chain of its lane: what it names as the hash of the one before it, and who signed it.
CREATE OR REPLACE VIEW chain AS
SELECT source, lane, sequence, id,
  event ->> 'prevhash' AS prevhash, event ->> 'keyid' AS key_id, event ->> 'signature' AS signature
FROM events;

CREATE OR REPLACE VIEW events_in_true_time AS
SELECT e.*,
  e.time + coalesce(c.offset_ms, 0) * interval '1 millisecond' AS true_time,
  coalesce(c.error_ms, (e.event ->> 'timeerrorms')::bigint) AS error_ms
FROM events e
LEFT JOIN LATERAL (
  SELECT offset_ms, error_ms FROM time_corrections t
  WHERE t.source = e.source AND t.boot_id = e.boot_id
    AND e.recorded - e.uptime_sec * interval '1 second' - t.start_was BETWEEN interval '0' AND interval '1.1 seconds'
  ORDER BY sequence DESC LIMIT 1
) c ON true;
