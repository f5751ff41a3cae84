namespace Linli.People.Provisioning;

/// <summary>What an employer's directory knows of a member of staff beyond name and login; Linli keeps it and gives it back.</summary>
public sealed record StaffCard
{
    /// <summary>Family name.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Given name.</summary>
    public string? GivenName { get; init; }

    /// <summary>What colleagues read, where it differs from the full name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Job title.</summary>
    public string? Title { get; init; }

    /// <summary>Language tag, such as <c>zh-CN</c>.</summary>
    public string? PreferredLanguage { get; init; }

    /// <summary>Number of the employee.</summary>
    public string? EmployeeNumber { get; init; }

    /// <summary>Organisation.</summary>
    public string? Organization { get; init; }

    /// <summary>Department.</summary>
    public string? Department { get; init; }

    /// <summary>Work e-mail addresses.</summary>
    public IReadOnlyList<StaffContact> Emails { get; init; } = [];

    /// <summary>Telephone numbers.</summary>
    public IReadOnlyList<StaffContact> Phones { get; init; } = [];
}

/// <summary>One way to reach a member of staff.</summary>
/// <param name="Value">Address or number.</param>
/// <param name="Type">Such as <c>work</c> or <c>mobile</c>.</param>
/// <param name="Primary">The one to try first.</param>
public sealed record StaffContact(string Value, string? Type, bool? Primary);

/// <summary>A staff account as an employer's directory sees it.</summary>
/// <param name="Account">Its id.</param>
/// <param name="Login">Login name.</param>
/// <param name="Name">Full name.</param>
/// <param name="Active">Whether the person may come in.</param>
/// <param name="ExternalId">The directory's own id.</param>
/// <param name="Card">What else the directory said.</param>
/// <param name="At">Since when, UTC.</param>
/// <param name="ChangedAt">Last change through the directory, UTC.</param>
/// <param name="Posts">Posts held within the directory's places.</param>
public sealed record StaffRecord(
    Guid Account, string Login, string? Name, bool Active, string? ExternalId, StaffCard Card,
    DateTimeOffset At, DateTimeOffset ChangedAt, IReadOnlyList<StaffPostKey> Posts);
