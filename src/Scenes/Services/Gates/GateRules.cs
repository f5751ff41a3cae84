using Linli.People;
using Linli.Platform.Results;

namespace Linli.Services.Gates;

/// <summary>What entry depends on, without a database.</summary>
internal static class GateRules
{
    /// <summary>Within this time a revocation is at every gate, or staff are told.</summary>
    public static readonly TimeSpan RevokedEverywhereWithin = TimeSpan.FromSeconds(60);

    /// <summary>A gate that was not heard of for so long counts as offline.</summary>
    public static readonly TimeSpan OfflineAfter = TimeSpan.FromSeconds(90);

    /// <summary>How far ahead a visitor's code may reach.</summary>
    public static readonly TimeSpan GuestLongest = TimeSpan.FromHours(24);

    /// <summary>How many visitors' codes a home may have open at once.</summary>
    public const int GuestsAtOnce = 5;

    /// <summary>The ways in, as they are offered to everybody: a face last, and never the only one (R41).</summary>
    public static readonly CredentialKind[] Offered = [CredentialKind.Card, CredentialKind.Pin, CredentialKind.Qr, CredentialKind.Intercom, CredentialKind.Face];

    /// <summary>Those a resident takes without going to the desk.</summary>
    public static bool IsSelfService(CredentialKind kind) => kind is CredentialKind.Pin or CredentialKind.Qr or CredentialKind.Intercom;

    /// <summary>Why a credential must end, given how the tie stands; <c>null</c> while it may go on.</summary>
    public static RevokedBecause? EndOf(TieOfHome? tie) => tie?.Standing switch
    {
        null => RevokedBecause.MovedOut,
        TieStanding.Running => null,
        TieStanding.Ended => RevokedBecause.LeaseEnded,
        TieStanding.Died => RevokedBecause.Died,
        TieStanding.AccountGone => RevokedBecause.AccountGone,
        _ => RevokedBecause.MovedOut,
    };

    /// <summary>
    /// Why a tenant gets nothing yet: credentials end with the lease (S07), so one whose end nobody has entered would open the
    /// gates for ever. <c>null</c> for everybody else.
    /// </summary>
    public static Problem? LeaseUnknown(TieOfHome tie) => tie is { Relation: HomeRelation.Tenant, To: null }
        ? Problem.Invalid("leaseEnd", "services.lease_end_unknown",
            "租期截止日还没有登记，不能发放门禁凭证：请带租赁合同到一站式服务台，或联系社工补登租期。",
            "The end of the lease is not entered, and gates open only until then: bring the tenancy agreement to the one-stop desk, or ask the community worker to enter it.")
        : null;

    /// <summary>What is wrong with a PIN.</summary>
    public static Problem? PinProblem(string? pin)
    {
        if (pin is not { Length: 6 } || !pin.All(char.IsAsciiDigit))
            return Problem.Invalid("pin", "services.pin_digits", "密码为 6 位数字。", "A PIN has six digits.");
        return IsGuessable(pin)
            ? Problem.Invalid("pin", "services.pin_weak", "这个密码太容易被猜到，请换一个（不要用连号或重复数字）。", "This PIN is easily guessed: no runs and no repeated digits.")
            : null;
    }

    private static bool IsGuessable(string pin)
    {
        var steps = pin.Zip(pin.Skip(1), (a, b) => b - a).ToArray();
        return steps.Distinct().Count() == 1 || pin.Distinct().Count() < 3 || pin[..3] == pin[3..];
    }
}
