using Linli.Platform.Data;

namespace Linli.Neighbours.Goodwill.Programmes;

/// <summary>A public-benefit brand (公益品牌) with its projects; the projects themselves are those of the list of projects.</summary>
internal sealed class BrandProgramme : IScoped
{
    /// <summary>Unique, such as <c>tide</c>.</summary>
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string AboutZh { get; set; }

    public required string AboutEn { get; set; }

    public required string Icon { get; set; }
}

/// <summary>That a project belongs to a programme, in an order.</summary>
internal sealed class ProgrammeProject
{
    public required string Project { get; init; }

    public required string Programme { get; set; }

    public required int Order { get; set; }
}

/// <summary>A story of a project (项目故事), without names of those who were helped.</summary>
internal sealed class ProjectStory
{
    public required Guid Id { get; init; }

    public required string Project { get; init; }

    public required DateOnly On { get; init; }

    public required string TitleZh { get; init; }

    public required string TitleEn { get; init; }

    public required string TextZh { get; init; }

    public required string TextEn { get; init; }
}
