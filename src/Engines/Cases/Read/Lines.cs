using System.Linq.Expressions;

namespace Linli.Cases.Read;

/// <summary>Cases as lines, selected by the database.</summary>
internal static class Lines
{
    /// <summary>For staff and reporters.</summary>
    public static readonly Expression<Func<Case, CaseLine>> Full = c => new CaseLine(
        c.Id, c.Number, c.Title, c.Type, c.Category, c.Channel, c.Mode, c.Priority, c.Level, c.State, c.Outcome, c.Scope, c.PlaceText,
        c.Longitude, c.Latitude, c.OpenedAt, c.NextDue, c.Team, c.Handler, c.IsSupervised, c.Rating);

    /// <summary>For neighbours.</summary>
    public static readonly Expression<Func<Case, CaseLine>> Public = c => new CaseLine(
        c.Id, c.Number, c.PublicTitle ?? "", c.Type, c.Category, c.Channel, c.Mode, c.Priority, c.Level, c.State, c.Outcome, c.Scope,
        c.PlaceText, c.Longitude, c.Latitude, c.OpenedAt, c.NextDue, c.Team, null, false, c.Rating);

    /// <summary>The same for one case in memory.</summary>
    public static readonly Func<Case, CaseLine> ToFull = Full.Compile();

    /// <summary>The same for one case in memory.</summary>
    public static readonly Func<Case, CaseLine> ToPublic = Public.Compile();
}
