using Linli.Places;
using Linli.Platform.Text;

namespace Linli.Bookings.Offerings;

/// <summary>All kinds of offerings that scenes declared, by code.</summary>
internal sealed class KindBook(IEnumerable<OfferingKind> kinds)
{
    private readonly Dictionary<string, OfferingKind> byCode = kinds.ToDictionary(k => k.Code, StringComparer.Ordinal);

    public IEnumerable<OfferingKind> All => byCode.Values;

    /// <summary>A kind; a nameless one where the scene that declared it is not installed any more.</summary>
    public OfferingKind Find(string code) => byCode.GetValueOrDefault(code) ?? new(code, (code, code), Scene.Services, "calendar");

    /// <summary>What calendars and statements say an offering is: its title, or less where its kind is discreet.</summary>
    public Phrase Says(string kind, Phrase title) => Find(kind).Discreet ?? title;

    public bool Knows(string code) => byCode.ContainsKey(code);
}
