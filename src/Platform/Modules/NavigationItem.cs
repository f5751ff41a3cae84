using Linli.Platform.Text;

namespace Linli.Platform.Modules;

/// <summary>The four workspaces over one set of data (居民 / 商家 / 社区工作人员 / 物业).</summary>
public enum Workspace
{
    /// <summary>Residents, on a phone.</summary>
    Resident,

    /// <summary>Merchants of the community.</summary>
    Merchant,

    /// <summary>Community staff, stewards and operators, at a desk or on the street.</summary>
    Staff,

    /// <summary>Property service staff.</summary>
    Property,
}

/// <summary>Under which heading the staff find a page; a workspace of few pages shows no headings.</summary>
public enum NavigationSection
{
    /// <summary>What is waiting today (日常处理).</summary>
    Today,

    /// <summary>The service hall: tickets, matters, visits, authorisations (政务大厅).</summary>
    Hall,

    /// <summary>Residents and their homes (人与房).</summary>
    People,

    /// <summary>Those who need care (关爱服务).</summary>
    Care,

    /// <summary>Places and maps (空间与地图).</summary>
    Places,

    /// <summary>What is offered and announced (活动与公告).</summary>
    Offers,

    /// <summary>Courses, the library, children's places and culture (教育与文化).</summary>
    Learning,

    /// <summary>Desks, mentors, flats and the rules for talent (创业与人才).</summary>
    Enterprise,

    /// <summary>Meals, shops and machines (市集与食堂).</summary>
    Trade,

    /// <summary>Running the house itself (管理).</summary>
    Administration,
}

/// <summary>A page that a module offers in the navigation of one workspace.</summary>
/// <param name="Workspace">Whose navigation it appears in.</param>
/// <param name="Path">Absolute path of the page, such as <c>/desk/inbox</c>.</param>
/// <param name="Title">What people read.</param>
/// <param name="Icon">Name of a Tabler icon, such as <c>inbox</c>.</param>
/// <param name="Permission">The permission a caller needs to see it; the page itself asks for the same.</param>
/// <param name="Order">Lower comes first.</param>
/// <param name="Section">The heading it stands under.</param>
public sealed record NavigationItem(
    Workspace Workspace, string Path, Phrase Title, string Icon, string Permission, int Order = 100,
    NavigationSection Section = NavigationSection.Today)
{
    /// <summary>The pages that belong to it, besides itself, lie below this path; below its own when left out.</summary>
    public string Below { get; init; } = Path;

    /// <summary>Whether it stands among the everyday things (常用) on the resident's home screen.</summary>
    public bool OnHome { get; init; }
}

/// <summary>One of the nine scenes on the resident's home screen.</summary>
/// <param name="Path">Where it leads, or <c>null</c> while nothing in that scene is served yet.</param>
/// <param name="Title">Name of the scene.</param>
/// <param name="Hint">One short line: what one finds there, or honestly that it is not open yet.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
/// <param name="Order">Lower comes first.</param>
public sealed record HomeTile(string? Path, Phrase Title, Phrase Hint, string Icon, int Order);
