-- A store of schema 1 as the program of that time made it.
CREATE TABLE warning (
    id TEXT NOT NULL,
    identifier TEXT NOT NULL,
    sender TEXT NOT NULL,
    event TEXT NOT NULL,
    event_code TEXT NOT NULL,
    colour TEXT NOT NULL,
    stage TEXT NOT NULL,
    headline TEXT NOT NULL,
    text TEXT NOT NULL,
    instruction TEXT NOT NULL,
    area TEXT NOT NULL,
    sent TEXT NOT NULL,
    effective TEXT NOT NULL,
    expires TEXT,
    "references" TEXT NOT NULL,
    received_at TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_warning_identifier ON warning (identifier);
CREATE INDEX ix_warning_sent ON warning (sent);
CREATE TABLE org (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    also TEXT NOT NULL,
    initials TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id TEXT,
    township TEXT NOT NULL,
    code TEXT NOT NULL,
    people INTEGER,
    households INTEGER,
    lat REAL,
    lon REAL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(parent_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_org_parent_id ON org (parent_id);
CREATE INDEX ix_org_kind_sort ON org (kind, sort);
CREATE TABLE shift (
    id TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    opened_at TEXT,
    closed_at TEXT,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_shift_starts_at ON shift (starts_at);
CREATE TABLE incident (
    id TEXT NOT NULL,
    no TEXT NOT NULL,
    title TEXT NOT NULL,
    event_class TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    level TEXT NOT NULL,
    level_possible TEXT NOT NULL,
    happened_at TEXT,
    happened_about INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    place TEXT NOT NULL,
    township TEXT NOT NULL,
    lat REAL,
    lon REAL,
    source TEXT NOT NULL,
    reporter_unit TEXT NOT NULL,
    reporter_name TEXT NOT NULL,
    reporter_phone TEXT NOT NULL,
    callback TEXT NOT NULL,
    course TEXT NOT NULL,
    commander TEXT NOT NULL,
    commander_phone TEXT NOT NULL,
    trend TEXT NOT NULL,
    dangers TEXT NOT NULL,
    measures TEXT NOT NULL,
    needs TEXT NOT NULL,
    told TEXT NOT NULL,
    repeated INTEGER NOT NULL,
    called_back INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    by_name TEXT NOT NULL,
    closed_at TEXT,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_incident_received_at ON incident (received_at);
CREATE INDEX ix_incident_status ON incident (status);
CREATE TABLE journal (
    hash BLOB NOT NULL,
    ws TEXT NOT NULL,
    seq INTEGER NOT NULL,
    prev BLOB NOT NULL,
    cmd_id TEXT NOT NULL,
    at_utc TEXT NOT NULL,
    mono_ns INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    "by" TEXT NOT NULL,
    what TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    schema_no INTEGER NOT NULL,
    effects BLOB NOT NULL,
    hub_no INTEGER,
    order_hash BLOB,
    pos INTEGER,
    PRIMARY KEY (hash),
    CONSTRAINT journal_hash_length CHECK (length(hash) = 32),
    UNIQUE (hub_no)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX ix_journal_cmd_id ON journal (cmd_id);
CREATE INDEX ix_journal_subject ON journal (subject_kind, subject_id);
CREATE INDEX ix_journal_ws_seq ON journal (ws, seq);
CREATE INDEX ix_journal_pos ON journal (pos);
CREATE TABLE effect (
    tbl TEXT NOT NULL,
    "key" TEXT NOT NULL,
    hash BLOB NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (tbl, "key", hash, n)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE officer (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    initials TEXT NOT NULL,
    role TEXT NOT NULL,
    permanent INTEGER NOT NULL,
    sort INTEGER NOT NULL,
    pin_hash TEXT NOT NULL,
    active INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE radio (
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    unit TEXT NOT NULL,
    holder TEXT NOT NULL,
    kind TEXT NOT NULL,
    talkgroup INTEGER NOT NULL,
    township TEXT NOT NULL,
    sort INTEGER NOT NULL,
    active INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_radio_number ON radio (number);
CREATE TABLE item (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE helipad (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    township TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE uav (
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    model TEXT NOT NULL,
    township TEXT NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE camera (
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    township TEXT NOT NULL,
    url_main TEXT NOT NULL,
    url_sub TEXT NOT NULL,
    lat REAL,
    lon REAL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_camera_code ON camera (code);
CREATE TABLE wall_plan (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    layout INTEGER NOT NULL,
    cameras TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE person (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    initials TEXT NOT NULL,
    org_id TEXT,
    unit TEXT NOT NULL,
    duty TEXT NOT NULL,
    leave_from TEXT,
    leave_to TEXT,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_person_sort ON person (sort);
CREATE INDEX ix_person_org_id ON person (org_id);
CREATE TABLE crew_place (
    id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    post TEXT NOT NULL,
    officer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(shift_id) REFERENCES shift (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(officer_id) REFERENCES officer (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_crew_place_shift_id ON crew_place (shift_id);
CREATE INDEX ix_crew_place_officer_id ON crew_place (officer_id);
CREATE TABLE log_entry (
    id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    written_at TEXT NOT NULL,
    way TEXT NOT NULL,
    channel TEXT NOT NULL,
    unit TEXT NOT NULL,
    person TEXT NOT NULL,
    phone TEXT NOT NULL,
    category TEXT NOT NULL,
    text TEXT NOT NULL,
    handling TEXT NOT NULL,
    status TEXT NOT NULL,
    "by" TEXT NOT NULL,
    by_name TEXT NOT NULL,
    incident_id TEXT,
    corrects TEXT,
    late INTEGER NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(shift_id) REFERENCES shift (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(incident_id) REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(corrects) REFERENCES log_entry (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_log_entry_incident_id ON log_entry (incident_id);
CREATE INDEX ix_log_entry_written_at ON log_entry (written_at);
CREATE INDEX ix_log_entry_shift_id_seq ON log_entry (shift_id, seq);
CREATE INDEX ix_log_entry_corrects ON log_entry (corrects);
CREATE TABLE instruction (
    id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    leader TEXT NOT NULL,
    post TEXT NOT NULL,
    at TEXT NOT NULL,
    channel TEXT NOT NULL,
    text TEXT NOT NULL,
    receiver TEXT NOT NULL,
    due TEXT,
    state TEXT NOT NULL,
    relayed_at TEXT,
    feedback TEXT NOT NULL,
    feedback_at TEXT,
    incident_id TEXT,
    "by" TEXT NOT NULL,
    by_name TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(shift_id) REFERENCES shift (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(incident_id) REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_instruction_shift_id ON instruction (shift_id);
CREATE INDEX ix_instruction_incident_id ON instruction (incident_id);
CREATE TABLE handover (
    id TEXT NOT NULL,
    no INTEGER NOT NULL,
    shift_id TEXT NOT NULL,
    next_shift_id TEXT NOT NULL,
    state TEXT NOT NULL,
    weather TEXT NOT NULL,
    important TEXT NOT NULL,
    remarks TEXT NOT NULL,
    created_at TEXT NOT NULL,
    effective_at TEXT,
    head_ws TEXT NOT NULL,
    head_seq INTEGER,
    head_hash TEXT NOT NULL,
    sheet_sha256 TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(shift_id) REFERENCES shift (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(next_shift_id) REFERENCES shift (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_handover_shift_id ON handover (shift_id);
CREATE INDEX ix_handover_created_at ON handover (created_at);
CREATE INDEX ix_handover_next_shift_id ON handover (next_shift_id);
CREATE TABLE figure (
    id TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    about INTEGER NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    "by" TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(incident_id) REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_figure_incident_id ON figure (incident_id);
CREATE TABLE deadline (
    id TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    met_at TEXT,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(incident_id) REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_deadline_incident_id ON deadline (incident_id);
CREATE INDEX ix_deadline_due_at ON deadline (due_at);
CREATE TABLE radio_event (
    id TEXT NOT NULL,
    gateway TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    radio INTEGER,
    talkgroup INTEGER,
    unit TEXT NOT NULL,
    holder TEXT NOT NULL,
    text TEXT NOT NULL,
    lat REAL,
    lon REAL,
    speed_kmh REAL,
    rssi_dbm INTEGER,
    seconds INTEGER,
    raw TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    answered_name TEXT NOT NULL,
    answered_at TEXT,
    incident_id TEXT,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(incident_id) REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_radio_event_radio_at ON radio_event (radio, at);
CREATE INDEX ix_radio_event_incident_id ON radio_event (incident_id);
CREATE INDEX ix_radio_event_kind_radio_at ON radio_event (kind, radio, at);
CREATE INDEX ix_radio_event_at ON radio_event (at);
CREATE TABLE radio_text (
    id TEXT NOT NULL,
    gateway TEXT NOT NULL,
    target INTEGER NOT NULL,
    to_group INTEGER NOT NULL,
    unit TEXT NOT NULL,
    text TEXT NOT NULL,
    step TEXT NOT NULL,
    code TEXT NOT NULL,
    at TEXT NOT NULL,
    step_at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    by_name TEXT NOT NULL,
    incident_id TEXT,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(incident_id) REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_radio_text_step ON radio_text (step);
CREATE INDEX ix_radio_text_incident_id ON radio_text (incident_id);
CREATE INDEX ix_radio_text_at ON radio_text (at);
CREATE TABLE radio_alarm (
    id TEXT NOT NULL,
    gateway TEXT NOT NULL,
    radio INTEGER NOT NULL,
    unit TEXT NOT NULL,
    holder TEXT NOT NULL,
    kind TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    times INTEGER NOT NULL,
    lat REAL,
    lon REAL,
    raw TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    answered_name TEXT NOT NULL,
    answered_at TEXT,
    cleared_at TEXT,
    incident_id TEXT,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(incident_id) REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_radio_alarm_raised_at ON radio_alarm (raised_at);
CREATE INDEX ix_radio_alarm_radio ON radio_alarm (radio);
CREATE INDEX ix_radio_alarm_incident_id ON radio_alarm (incident_id);
CREATE TABLE warehouse (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    org_id TEXT NOT NULL,
    township TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_warehouse_org_id ON warehouse (org_id);
CREATE TABLE shelter (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    org_id TEXT NOT NULL,
    township TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    capacity INTEGER NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_shelter_org_id ON shelter (org_id);
CREATE TABLE satphone (
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    org_id TEXT NOT NULL,
    township TEXT NOT NULL,
    charge_pct INTEGER NOT NULL,
    checked_at TEXT NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_satphone_org_id ON satphone (org_id);
CREATE TABLE contact_point (
    id TEXT NOT NULL,
    person_id TEXT,
    org_id TEXT,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    label TEXT NOT NULL,
    state TEXT NOT NULL,
    verified_at TEXT,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_contact_point_person_id ON contact_point (person_id);
CREATE INDEX ix_contact_point_value ON contact_point (value);
CREATE INDEX ix_contact_point_org_id ON contact_point (org_id);
CREATE TABLE post (
    id TEXT NOT NULL,
    org_id TEXT NOT NULL,
    name TEXT NOT NULL,
    a_person TEXT NOT NULL,
    b_person TEXT NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(a_person) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(b_person) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_post_a_person ON post (a_person);
CREATE INDEX ix_post_org_id ON post (org_id);
CREATE INDEX ix_post_b_person ON post (b_person);
CREATE TABLE handover_item (
    id TEXT NOT NULL,
    handover_id TEXT NOT NULL,
    section TEXT NOT NULL,
    seq INTEGER NOT NULL,
    text TEXT NOT NULL,
    detail TEXT NOT NULL,
    owner TEXT NOT NULL,
    due TEXT,
    urgent INTEGER NOT NULL,
    source_kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    need TEXT NOT NULL,
    acknowledged_by TEXT,
    acknowledged_name TEXT NOT NULL,
    acknowledged_at TEXT,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(handover_id) REFERENCES handover (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(acknowledged_by) REFERENCES officer (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_handover_item_handover_id ON handover_item (handover_id);
CREATE INDEX ix_handover_item_acknowledged_by ON handover_item (acknowledged_by);
CREATE TABLE handover_signature (
    id TEXT NOT NULL,
    handover_id TEXT NOT NULL,
    side TEXT NOT NULL,
    post TEXT NOT NULL,
    officer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(handover_id) REFERENCES handover (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(officer_id) REFERENCES officer (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_handover_signature_handover_id ON handover_signature (handover_id);
CREATE INDEX ix_handover_signature_officer_id ON handover_signature (officer_id);
CREATE TABLE team (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    team_class TEXT NOT NULL,
    kind TEXT NOT NULL,
    org_id TEXT NOT NULL,
    township TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    base TEXT NOT NULL,
    size INTEGER NOT NULL,
    a_person TEXT NOT NULL,
    b_person TEXT NOT NULL,
    ready_min INTEGER,
    vehicles INTEGER NOT NULL,
    status TEXT NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(a_person) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(b_person) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_team_org_id ON team (org_id);
CREATE INDEX ix_team_a_person ON team (a_person);
CREATE INDEX ix_team_b_person ON team (b_person);
CREATE TABLE stock (
    id TEXT NOT NULL,
    warehouse_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    holding TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    expires_at TEXT,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(warehouse_id) REFERENCES warehouse (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(item_id) REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_stock_item_id ON stock (item_id);
CREATE INDEX ix_stock_warehouse_id ON stock (warehouse_id);
CREATE TABLE expert (
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    speciality TEXT NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_expert_person_id ON expert (person_id);
CREATE TABLE hazard_point (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    org_id TEXT NOT NULL,
    watcher TEXT NOT NULL,
    township TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    households INTEGER NOT NULL,
    people INTEGER NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(watcher) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_hazard_point_watcher ON hazard_point (watcher);
CREATE INDEX ix_hazard_point_org_id ON hazard_point (org_id);
CREATE TABLE reservoir (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    org_id TEXT NOT NULL,
    patroller TEXT NOT NULL,
    township TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(patroller) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_reservoir_patroller ON reservoir (patroller);
CREATE INDEX ix_reservoir_org_id ON reservoir (org_id);
CREATE TABLE team_member (
    id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(team_id) REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_team_member_person_id ON team_member (person_id);
CREATE INDEX ix_team_member_team_id ON team_member (team_id);
CREATE TABLE vehicle (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    team_id TEXT,
    org_id TEXT NOT NULL,
    township TEXT NOT NULL,
    sort INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(team_id) REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(org_id) REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;
CREATE INDEX ix_vehicle_org_id ON vehicle (org_id);
CREATE INDEX ix_vehicle_team_id ON vehicle (team_id);
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_rewrite BEFORE UPDATE ON journal
       WHEN NEW."hash" IS NOT OLD."hash" OR NEW."ws" IS NOT OLD."ws" OR NEW."seq" IS NOT OLD."seq" OR NEW."prev" IS NOT OLD."prev" OR NEW."cmd_id" IS NOT OLD."cmd_id" OR NEW."at_utc" IS NOT OLD."at_utc" OR NEW."mono_ns" IS NOT OLD."mono_ns" OR NEW."boot_id" IS NOT OLD."boot_id" OR NEW."by" IS NOT OLD."by" OR NEW."what" IS NOT OLD."what" OR NEW."subject_kind" IS NOT OLD."subject_kind" OR NEW."subject_id" IS NOT OLD."subject_id" OR NEW."schema_no" IS NOT OLD."schema_no" OR NEW."effects" IS NOT OLD."effects" OR (NEW.hub_no IS NOT NULL AND EXISTS
              (SELECT 1 FROM journal j WHERE j.hub_no = NEW.hub_no AND j.hash <> OLD.hash))
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_guard BEFORE INSERT ON journal
       WHEN EXISTS (SELECT 1 FROM journal j WHERE j.hash = NEW.hash)
         OR (NEW.hub_no IS NOT NULL
             AND EXISTS (SELECT 1 FROM journal j WHERE j.hub_no = NEW.hub_no))
         OR NOT (
              (NEW.seq = 1 AND (length(NEW.prev) = 0
                   OR EXISTS (SELECT 1 FROM journal j WHERE j.hash = NEW.prev)))
              OR (NEW.seq > 1 AND EXISTS (SELECT 1 FROM journal j
                   WHERE j.hash = NEW.prev AND j.ws = NEW.ws AND j.seq = NEW.seq - 1)))
       BEGIN SELECT RAISE(ABORT, 'the entry does not continue its chain'); END;
PRAGMA user_version = 1;
PRAGMA application_id = 1146442841;
