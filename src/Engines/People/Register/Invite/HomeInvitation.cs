using System.Security.Cryptography;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.People.Register.Invite;

/// <summary>A household's invitation (邀请码) to register for its home without searching for it.</summary>
internal sealed class HomeInvitation : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Keyed hash of the code: who reads the database cannot come in by it.</summary>
    public required string CodeHash { get; init; }

    public required Guid HomeId { get; init; }

    public required string HomeLabel { get; init; }

    /// <summary>The building.</summary>
    public required string Scope { get; init; }

    /// <summary>What whoever comes by it becomes: family or tenant.</summary>
    public required HomeRelation Relation { get; init; }

    /// <summary>How whoever invites is tied to the home.</summary>
    public required HomeRelation InviterRelation { get; init; }

    public required Guid InviterAccount { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required int UsesLeft { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>Whether somebody may still come by it.</summary>
    public bool IsOpen(DateTimeOffset now) => WithdrawnAt is null && UsesLeft > 0 && now < ExpiresAt;
}

/// <summary>Codes of invitations: eight letters and digits nobody mistakes for each other.</summary>
internal static class InvitationCode
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    public static string New() => RandomNumberGenerator.GetString(Letters, 8);

    /// <summary>As people read it out: <c>ABCD-2345</c>.</summary>
    public static string Shown(string code) => $"{code[..4]}-{code[4..]}";

    /// <summary>What was typed or scanned, without blanks and hyphens; <c>null</c> when it cannot be a code.</summary>
    public static string? Read(string? typed)
    {
        var code = new string([.. (typed ?? "").Normalize(System.Text.NormalizationForm.FormKC).ToUpperInvariant().Where(c => !char.IsWhiteSpace(c) && c != '-')]);
        return code.Length == 8 && code.All(Letters.Contains) ? code : null;
    }

    public static string HashOf(FieldCipher cipher, string code) => cipher.Hash("people.home-invitation", code);
}
