using Linli.People;
using Linli.Platform.Security;

namespace Linli.Deliberation;

/// <summary>Who may ask residents something.</summary>
public static class DeliberationPermissions
{
    /// <summary>Make surveys, publish and close them, and read what was answered.</summary>
    public const string Surveys = "deliberation.surveys";

    internal static readonly Permission[] All =
    [
        new(Surveys, ("问卷调查", "Surveys"), Posts.CommunityWorker, Posts.PartySecretary, Posts.Operator, Posts.StreetOfficer),
    ];
}
