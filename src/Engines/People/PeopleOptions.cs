namespace Linli.People;

/// <summary>What an operator may decide about sign-in: configuration section <c>People</c>.</summary>
public sealed class PeopleOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "People";

    /// <summary>
    /// Whether staff need a second factor before any of their posts counts. <c>null</c>, the default: yes, but not in the
    /// demo, whose passwords everybody knows.
    /// </summary>
    public bool? RequireTotp { get; set; }

    /// <summary>
    /// How many people live in the demo's homes when it is founded, in the proportions of the story; 0 founds the cast alone, which
    /// is quicker.
    /// </summary>
    public int DemoPopulation { get; set; } = 50_000;

    /// <summary>How long an access token of the API is good for.</summary>
    public TimeSpan AccessTokenLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a refresh token is good for.</summary>
    public TimeSpan RefreshTokenLife { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a browser stays signed in without being used.</summary>
    public TimeSpan CookieLife { get; set; } = TimeSpan.FromDays(14);
}
