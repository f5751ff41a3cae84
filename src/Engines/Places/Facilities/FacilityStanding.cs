using Linli.Platform.Text;

namespace Linli.Places.Facilities;

/// <summary>Whether a facility is to be counted on, on a day.</summary>
internal enum Standing
{
    /// <summary>在用: it is there, whatever its hours.</summary>
    There,

    /// <summary>尚未开业.</summary>
    NotYet,

    /// <summary>暂停开放.</summary>
    Paused,

    /// <summary>已停业: gone for good.</summary>
    Gone,
}

/// <summary>Decides from its dates whether a facility is there on a local day (UTC+8). All dates are inclusive.</summary>
/// <param name="OpenFrom">The first day there is something; <c>null</c> when it has always been there.</param>
/// <param name="OpenUntil">The last day; <c>null</c> while none is known.</param>
/// <param name="IsClosed">Closed for a while: on the days below or, without them, until further notice.</param>
/// <param name="ClosedFrom">First day of being closed.</param>
/// <param name="ClosedUntil">Last day of being closed.</param>
internal readonly record struct FacilityTerm(DateOnly? OpenFrom, DateOnly? OpenUntil, bool IsClosed, DateOnly? ClosedFrom, DateOnly? ClosedUntil)
{
    public static FacilityTerm Of(FacilityRow row) => new(row.OpenFrom, row.OpenUntil, row.IsClosed, row.ClosedFrom, row.ClosedUntil);

    public Standing On(DateOnly day) =>
        day > OpenUntil ? Standing.Gone
        : day < OpenFrom ? Standing.NotYet
        : IsClosed && !(day < ClosedFrom) && !(day > ClosedUntil) ? Standing.Paused
        : Standing.There;

    /// <summary>What people read where a facility is not to be counted on.</summary>
    public Phrase? Say(Standing standing, string? note) => standing switch
    {
        Standing.Gone => ("已停业", "Closed for good"),
        Standing.NotYet => ($"尚未开业，{OpenFrom:yyyy-MM-dd} 起", $"Not yet open: from {OpenFrom:yyyy-MM-dd}"),
        Standing.Paused => WithNote(ClosedUntil is { } last
            ? new Phrase($"暂停开放至 {last:yyyy-MM-dd}", $"Closed until {last:yyyy-MM-dd}") : new Phrase("暂停开放", "Closed until further notice"), note),
        _ => null,
    };

    private static Phrase WithNote(Phrase said, string? note) => note is null ? said : ($"{said.Zh}：{note}", $"{said.En}: {note}");
}
