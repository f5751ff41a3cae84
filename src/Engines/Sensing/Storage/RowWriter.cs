using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing.Pipeline;

namespace Linli.Sensing.Storage;

/// <summary>Writes many rows with few statements, in the current transaction; rows that are there stay, states are replaced.</summary>
internal abstract class RowWriter(FieldCipher cipher) : IAsyncDisposable
{
    protected const string InsertValue =
        """INSERT INTO sensing_reading ("Device", "At", "Measure", "ReceivedAt", "Value", "Late", "Sealed") """;

    protected const string InsertPosition =
        """INSERT INTO sensing_position ("Device", "At", "ReceivedAt", "Latitude", "Longitude", "Accuracy", "Speed", "Heading", "Late", "Apart", "Sealed") """;

    protected const string InsertHour =
        """INSERT INTO sensing_hour ("Device", "Measure", "Hour", "Changes", "Figured", "Count", "Least", "Most", "Amount", "Last") """;

    protected const string InsertTwin = """INSERT INTO sensing_twin ("Device", "SeenAt", "Sealed", "State", "Rules") """;

    protected const string InsertEvent = """INSERT INTO sensing_event ("Key", "At") """;

    protected const string Stays = " ON CONFLICT DO NOTHING";

    protected const string CountsOn = """ ON CONFLICT ("Device", "Measure", "Hour") DO UPDATE SET "Changes" = sensing_hour."Changes" + 1""";

    protected const string Replaces =
        """ ON CONFLICT ("Device") DO UPDATE SET "SeenAt" = excluded."SeenAt", "Sealed" = excluded."Sealed", "State" = excluded."State", "Rules" = excluded."Rules" """;

    public static RowWriter For(LinliDb db, FieldCipher cipher) => db.Kind == DatabaseKind.Sqlite ? new SqliteRowWriter(db, cipher) : new PostgresRowWriter(db, cipher);

    public abstract Task Values(TakenReading[] rows, CancellationToken cancel);

    public abstract Task Positions(TakenReading[] rows, CancellationToken cancel);

    public abstract Task Hours(IReadOnlyCollection<(DeviceId Device, string Measure, DateTimeOffset Hour)> rows, CancellationToken cancel);

    public abstract Task Twins(IReadOnlyList<TwinRow> rows, CancellationToken cancel);

    public abstract Task Events(IReadOnlyList<Guid> keys, DateTimeOffset at, CancellationToken cancel);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected byte[]? SealedOf(in TakenReading row) => !row.Personal ? null
        : row.Reading.IsPosition ? SealedReading.Seal(cipher, row.Reading.Fix) : SealedReading.Seal(cipher, row.Reading.Value);

    protected static float? Said(float value) => float.IsNaN(value) ? null : value;
}
