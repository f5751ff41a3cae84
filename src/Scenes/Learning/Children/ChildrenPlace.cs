using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Learning.Children;

/// <summary>Kinds of places for children and women.</summary>
internal enum ChildrenPlaceKind
{
    /// <summary>幼儿园.</summary>
    Kindergarten,

    /// <summary>童趣天地.</summary>
    PlayPlace,

    /// <summary>儿童成长中心.</summary>
    GrowthCentre,

    /// <summary>妇女儿童驿站.</summary>
    WomenAndChildren,

    /// <summary>集合型幸福客厅.</summary>
    FamilyParlour,
}

/// <summary>The record of a place for children or women (儿童场所). Where somebody is there to look after it, times can be booked.</summary>
internal sealed class ChildrenPlace : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required ChildrenPlaceKind Kind { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string? About { get; set; }

    /// <summary>Code of its space in the ledger: address, hours, area.</summary>
    public string? Space { get; set; }

    public string? Phone { get; set; }

    public int? LeastAge { get; set; }

    public int? MostAge { get; set; }

    /// <summary>Children at a time.</summary>
    public required int Places { get; set; }

    /// <summary>有托班: a kindergarten that takes children under three in a class of its own (Preschool Law, art. 84).</summary>
    public bool ToddlerClass { get; set; }

    /// <summary>Whether somebody is there (有人值守).</summary>
    public bool Staffed { get; set; }

    /// <summary>The offering by which times are booked, once it was staffed.</summary>
    public OfferingId? Offering { get; set; }

    public int Version { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>Rules and words of children's places.</summary>
internal static class ChildrenRules
{
    public const string BookingKind = "children-place";

    public static Phrase Of(ChildrenPlaceKind kind) => kind switch
    {
        ChildrenPlaceKind.Kindergarten => ("幼儿园", "Kindergarten"),
        ChildrenPlaceKind.PlayPlace => ("童趣天地", "Play place"),
        ChildrenPlaceKind.GrowthCentre => ("儿童成长中心", "Children's growth centre"),
        ChildrenPlaceKind.WomenAndChildren => ("妇女儿童驿站", "Station for women and children"),
        _ => ("集合型幸福客厅", "Family parlour"),
    };

    public static string IconOf(ChildrenPlaceKind kind) => kind switch
    {
        ChildrenPlaceKind.Kindergarten => "school",
        ChildrenPlaceKind.PlayPlace => "horse-toy",
        ChildrenPlaceKind.GrowthCentre => "plant",
        _ => "home-heart",
    };

    /// <summary>A kindergarten is for three and older unless it runs a class for toddlers (R33; Preschool Law, arts. 2 and 84).</summary>
    public static Problem? WrongAges(ChildrenPlaceKind kind, int? least, int? most, bool toddlers)
    {
        if (least is < 0 or > 18 || most is < 0 or > 120 || least > most)
            return Problem.Invalid("leastAge", "children.ages", "年龄范围不正确。", "The ages are wrong.");
        return kind == ChildrenPlaceKind.Kindergarten && (least ?? 0) < (toddlers ? 2 : 3)
            ? Problem.Invalid("leastAge", "children.kindergarten_age", "幼儿园面向 3 周岁及以上的幼儿；办托班的可收 2 周岁以上，请勾选“有托班”。", "A kindergarten is for three and older; one with a toddlers' class takes them from two: tick it.")
            : null;
    }
}
