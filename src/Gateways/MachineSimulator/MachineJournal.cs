using System.Text.Json;
using Linli.Platform;

namespace Linli.MachineSimulator;

/// <summary>What a simulated machine has on its disk.</summary>
public sealed class MachineJournal
{
    /// <summary>Number of its last event.</summary>
    public long Seq { get; set; }

    /// <summary>Number of the last command it has written down.</summary>
    public long Have { get; set; }

    /// <summary>What lies on each shelf, in grams.</summary>
    public Dictionary<int, long> Shelves { get; init; } = [];

    /// <summary>Events that the server has not acknowledged.</summary>
    public List<JournalEvent> Unsent { get; init; } = [];

    /// <summary>The purchase it is at.</summary>
    public Guid? Session { get; set; }

    /// <summary>Whether the door of a cabinet is open.</summary>
    public bool DoorOpen { get; set; }

    /// <summary>From which hopper it mills.</summary>
    public int Hopper { get; set; }

    /// <summary>How much is to be milled; <c>null</c> while it stands still.</summary>
    public long? Milling { get; set; }

    /// <summary>How much has come out.</summary>
    public long Milled { get; set; }

    /// <summary>Whether a bag waits to be taken.</summary>
    public bool BagReady { get; set; }

    /// <summary>What is broken.</summary>
    public string? Fault { get; set; }

    /// <summary>Reads a journal; an empty text is that of a new machine.</summary>
    public static MachineJournal Read(string? text) => string.IsNullOrEmpty(text) ? new() : JsonSerializer.Deserialize<MachineJournal>(text, Json.Options)!;

    /// <summary>The journal as text.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json.Options);

    /// <summary>The same once more.</summary>
    public MachineJournal Copy() => Read(Write());

    internal void Note(DateTimeOffset at, string kind, Guid? session, int? shelf = null, long? grams = null, int? percent = null, string? code = null, bool readings = false) => Unsent.Add(new()
    {
        Seq = ++Seq, At = at, Kind = kind, Session = session, Shelf = shelf, Grams = grams, Percent = percent, Code = code,
        Readings = readings ? [.. Shelves.Select(s => new JournalReading { Shelf = s.Key, Grams = s.Value })] : null,
    });
}

/// <summary>An event in the journal, in the words of the protocol.</summary>
public sealed class JournalEvent
{
    /// <summary>Its number.</summary>
    public required long Seq { get; init; }

    /// <summary>When, by the device's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What.</summary>
    public required string Kind { get; init; }

    /// <summary>Of which purchase.</summary>
    public Guid? Session { get; init; }

    /// <summary>Which shelf.</summary>
    public int? Shelf { get; init; }

    /// <summary>By how much it became heavier, or how much came out.</summary>
    public long? Grams { get; init; }

    /// <summary>How far the mill is.</summary>
    public int? Percent { get; init; }

    /// <summary>What is broken.</summary>
    public string? Code { get; init; }

    /// <summary>What the scales show.</summary>
    public IReadOnlyList<JournalReading>? Readings { get; init; }
}

/// <summary>What a scale shows.</summary>
public sealed class JournalReading
{
    /// <summary>Which shelf.</summary>
    public required int Shelf { get; init; }

    /// <summary>How much lies on it.</summary>
    public required long Grams { get; init; }
}
