using Linli.Platform.Security;
using Microsoft.AspNetCore.Identity;

namespace Linli.People.Accounts;

/// <summary>The two doors people come in by.</summary>
internal enum AccountKind
{
    /// <summary>By a code sent to the phone.</summary>
    Resident,

    /// <summary>By password and second factor, or passkey.</summary>
    Staff,
}

/// <summary>
/// A way to sign in (账号). A member of staff who also lives here has two: a code sent to a phone must never open a desk.
/// </summary>
internal sealed class Account : IdentityUser<Guid>
{
    public required Guid PersonId { get; set; }

    public Person? Person { get; set; }

    public required AccountKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Secret of the authenticator app, Base32, encrypted; <c>null</c> until it is set up.</summary>
    public Sealed? TotpKey { get; set; }

    /// <summary>A secret shown for set-up and not confirmed yet.</summary>
    public Sealed? TotpOffered { get; set; }

    /// <summary>The last time step whose code was accepted: a code opens the door once.</summary>
    public long TotpStep { get; set; }

    /// <summary>Since when an administrator has kept the account out.</summary>
    public DateTimeOffset? SuspendedAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>
    /// Whether the account came in by a phone of somebody of the register and has not shown yet to be that person: phones
    /// change hands. Until then it sees nothing of the person and acts for nobody.
    /// </summary>
    public bool ClaimPending { get; set; }

    /// <summary>Ends every sign-in made so far, on every device.</summary>
    public void EndSignIns(TimeProvider time) => SecurityStamp = Platform.Ids.Ids.New(time).ToString("N");
}

/// <summary>One of the codes that let a person in who lost their authenticator; each works once.</summary>
internal sealed class RecoveryCode
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Hash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}
