using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.MoveIn;

/// <summary>Check-lists within the caller's places: those without keys first, the newest first.</summary>
internal sealed record DeskMoveIns : IQuery<IReadOnlyList<DeskMoveIn>>;

/// <summary>A check-list as staff see it.</summary>
/// <param name="Name">The resident, masked.</param>
/// <param name="List">The list.</param>
/// <param name="OverriddenBy">Who let keys be given before the training was done.</param>
/// <param name="KeyBy">Who handed the keys over.</param>
internal sealed record DeskMoveIn(string Name, MoveInView List, string? OverriddenBy, string? KeyBy);

/// <summary>Training within the caller's places, all versions.</summary>
internal sealed record ListTraining : IQuery<IReadOnlyList<TrainingLine>>;

/// <summary>A version of a module.</summary>
internal sealed record TrainingLine(
    Guid Id, ScopePath Place, string Code, int Version, Phrase Title, TrainingMode Mode, bool Compulsory, int Questions, int PassMark, int Tries,
    DateTimeOffset From, DateTimeOffset? RetiredAt);

internal sealed class DeskMoveInsHandler(LinliDb db, CurrentCaller current, IPeople people)
    : IHandler<DeskMoveIns, IReadOnlyList<DeskMoveIn>>, IHandler<ListTraining, IReadOnlyList<TrainingLine>>, IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/move-in", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DeskMoveIns(), cancel))
            .Needs(ServicesPermissions.MoveIn).WithTags("move-in").WithSummary("Check-lists within my places");
        api.MapGet("/move-in/training", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListTraining(), cancel))
            .Needs(ServicesPermissions.MoveIn).WithTags("move-in").WithSummary("Training modules, all versions");
    }

    public async Task<Result<IReadOnlyList<DeskMoveIn>>> Handle(DeskMoveIns request, CancellationToken cancel)
    {
        var lists = await db.Scoped<MoveInList>(current.Value.ScopesFor(ServicesPermissions.MoveIn)).AsNoTracking()
            .OrderBy(l => l.KeyAt != null).ThenByDescending(l => l.At).Take(Most).ToListAsync(cancel);
        var views = await MyMoveInsHandler.Views(db, lists, cancel);
        var names = await people.NamesOf([.. lists.SelectMany(l => new[] { l.Account, l.OverriddenBy, l.KeyBy }).OfType<Guid>().Distinct()], cancel);
        string? Name(Guid? account) => account is { } id ? names.GetValueOrDefault(id) : null;
        return lists.Zip(views, (l, view) => new DeskMoveIn(Name(l.Account) ?? "", view, Name(l.OverriddenBy), Name(l.KeyBy))).ToList();
    }

    public async Task<Result<IReadOnlyList<TrainingLine>>> Handle(ListTraining request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(ServicesPermissions.MoveIn);
        var above = scopes.Paths.SelectMany(p => p.SelfAndAncestors()).Select(p => p.Value).Distinct().ToArray();
        var modules = await db.Scoped<TrainingModule>(scopes, m => above.Contains(m.Scope)).AsNoTracking()
            .OrderBy(m => m.RetiredAt != null).ThenBy(m => m.Order).ThenByDescending(m => m.Version).Take(Most).ToListAsync(cancel);
        return modules.ConvertAll(m => new TrainingLine(
            m.Id, ScopePath.Parse(m.Scope, null), m.Code, m.Version, (m.TitleZh, m.TitleEn), m.Mode, m.Compulsory, m.Quiz().Count, m.PassMark, m.Tries, m.From, m.RetiredAt));
    }
}
