using Linli.Platform.Security;

namespace Linli.People.Accounts;

/// <summary>A human being (人), with or without an account.</summary>
internal sealed class Person
{
    public required Guid Id { get; init; }

    /// <summary>Full name; <c>null</c> until the person has said it.</summary>
    public string? Name { get; set; }

    /// <summary>The eleven digits, encrypted.</summary>
    public Sealed? Phone { get; set; }

    /// <summary>Keyed hash that finds the phone.</summary>
    public string? PhoneHash { get; set; }

    /// <summary>The phone as it may be shown: 138****5678.</summary>
    public string? PhoneMask { get; set; }

    /// <summary><c>zh</c> or <c>en</c>; <c>null</c> while the device decides.</summary>
    public string? Language { get; set; }

    /// <summary>Whether the person chose 长辈版; <c>null</c> while the device decides.</summary>
    public bool? ElderMode { get; set; }

    public required DateTimeOffset At { get; init; }
}
