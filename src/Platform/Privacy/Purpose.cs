using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Text;

namespace Linli.Platform.Privacy;

/// <summary>What allows personal data to be used for a purpose (Personal Information Protection Law art. 13).</summary>
public enum LegalBasis
{
    /// <summary>同意: only while the person agrees.</summary>
    Consent,

    /// <summary>合同所必需: what the person asked for cannot be done without.</summary>
    Contract,

    /// <summary>法定职责: a law demands it.</summary>
    LegalDuty,
}

/// <summary>
/// What a module uses personal data for (处理目的), declared with <c>ModuleBuilder.Purpose</c>. The sentences are what a person
/// agrees to: changing one makes a new version, and people are asked again (R37).
/// </summary>
/// <param name="Code">Unique, lower case with hyphens: <c>gate-face</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Basis">What allows it.</param>
/// <param name="Text">Which data, who uses them, how.</param>
/// <param name="Necessity">Why it cannot be done with less.</param>
/// <param name="Impact">What it may mean for the person.</param>
/// <param name="Keeps">How long the data are kept.</param>
/// <param name="Otherwise">What a person does who says no: the way that stays open to them.</param>
public sealed record Purpose(
    string Code, Phrase Title, LegalBasis Basis, Phrase Text, Phrase Necessity, Phrase Impact, Phrase Keeps, Phrase Otherwise)
{
    /// <summary>
    /// Whether sensitive data are used (biometrics, health, whereabouts …): consent is then asked for this purpose alone, and
    /// only while a valid impact assessment stands (R37).
    /// </summary>
    public bool Sensitive { get; init; }

    /// <summary>SHA-256 over every sentence a person agrees to, hex: says which text a consent was given to.</summary>
    public string Hash { get; } = HashOf([Title, Text, Necessity, Impact, Keeps, Otherwise]);

    /// <summary>The hash of sentences, in their order.</summary>
    public static string HashOf(IEnumerable<Phrase> sentences) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', sentences.SelectMany(s => new[] { s.Zh, s.En })))));
}
