package org.homekeep.integrations.backblazeb2;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.MomentKind;
import org.homekeep.api.schema.Values;

/**
 * What people set of an entry while it works: its options.
 *
 * @param partsInFlight how many parts of a large file are in memory and sent at once at most
 * @param retention how each copy is protected; empty for not, or as the bucket does it by itself
 */
record EntryOptions(BandwidthLimit limit, int partsInFlight, Optional<Retention> retention) {
  static final String BANDWIDTH_LIMIT = "bandwidth_limit";
  static final String LIMIT_FROM = "limit_from";
  static final String LIMIT_UNTIL = "limit_until";
  static final String PARTS_IN_FLIGHT = "parts_in_flight";
  static final String RETENTION_DAYS = "retention_days";
  static final String RETENTION_MODE = "retention_mode";

  static final int MOST_PARTS_IN_FLIGHT = 3;

  /** Ten years: what is mistyped must not be paid for for ever. */
  private static final int LONGEST_RETENTION = 3650;

  /** The form, and what is stored. */
  static final FormSchema SCHEMA =
      FormSchema.of(
          new Field.Numeric(
              BANDWIDTH_LIMIT,
              false,
              false,
              Optional.of(BigDecimal.ZERO),
              Optional.of(BigDecimal.valueOf(100_000)),
              Optional.of("Mbit/s"),
              Optional.empty(),
              Optional.empty()),
          new Field.Moment(LIMIT_FROM, false, MomentKind.TIME, Optional.empty(), Optional.empty()),
          new Field.Moment(LIMIT_UNTIL, false, MomentKind.TIME, Optional.empty(), Optional.empty()),
          new Field.Numeric(
              PARTS_IN_FLIGHT,
              false,
              true,
              Optional.of(BigDecimal.ONE),
              Optional.of(BigDecimal.valueOf(MOST_PARTS_IN_FLIGHT)),
              Optional.empty(),
              Optional.of(BigDecimal.valueOf(MOST_PARTS_IN_FLIGHT)),
              Optional.empty()),
          new Field.Numeric(
              RETENTION_DAYS,
              false,
              true,
              Optional.of(BigDecimal.ZERO),
              Optional.of(BigDecimal.valueOf(LONGEST_RETENTION)),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()),
          new Field.Select(
              RETENTION_MODE,
              false,
              List.of(
                  new Field.Option("governance", "Governance"),
                  new Field.Option("compliance", "Compliance")),
              false,
              Optional.of(RETENTION_MODE),
              Optional.of("governance"),
              List.of()));

  /** Of an entry whose options nobody has touched. */
  static final EntryOptions DEFAULT = of(Values.empty());

  /** Reads what was typed or stored; what is absent has its default. */
  static EntryOptions of(Values values) {
    double megabits = number(values, BANDWIDTH_LIMIT).map(BigDecimal::doubleValue).orElse(0.0);
    Optional<BandwidthLimit.Hours> hours =
        time(values, LIMIT_FROM)
            .flatMap(
                from ->
                    time(values, LIMIT_UNTIL).map(until -> new BandwidthLimit.Hours(from, until)));
    return new EntryOptions(
        new BandwidthLimit(megabits, hours),
        number(values, PARTS_IN_FLIGHT).map(BigDecimal::intValue).orElse(MOST_PARTS_IN_FLIGHT),
        number(values, RETENTION_DAYS)
            .map(BigDecimal::intValue)
            .filter(days -> days > 0)
            .map(days -> Retention.of(values.findText(RETENTION_MODE).orElse(""), days)));
  }

  private static Optional<BigDecimal> number(Values values, String name) {
    return values.find(name).map(present -> values.number(name));
  }

  private static Optional<LocalTime> time(Values values, String name) {
    return values.findText(name).map(LocalTime::parse);
  }
}
