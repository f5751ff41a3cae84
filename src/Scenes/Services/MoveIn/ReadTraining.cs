using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.MoveIn;

/// <summary>A version of a module whole, with its solutions, to write the next one.</summary>
/// <param name="Id">The version.</param>
internal sealed record OpenTraining(Guid Id) : IQuery<TrainingDetail>;

/// <summary>A version of a module.</summary>
internal sealed record TrainingDetail(
    Guid Id, string Place, string Code, int Version, string TitleZh, string TitleEn, string TextZh, string TextEn, TrainingMode Mode, IReadOnlyList<QuizQuestion> Questions,
    string? Video, bool Compulsory, int PassMark, int Tries, int Order, DateTimeOffset From, DateTimeOffset? RetiredAt);

/// <summary>How the training within the caller's places goes: per version, and how long it takes from the list to the keys.</summary>
internal sealed record CountTraining : IQuery<TrainingCounts>;

/// <summary>How it goes.</summary>
/// <param name="Lists">Check-lists.</param>
/// <param name="Ready">Of them, done.</param>
/// <param name="Overridden">Of them, with keys first.</param>
/// <param name="WithKeys">Of them, with keys handed over.</param>
/// <param name="MedianHours">Hours from the list to the last compulsory item, of half of them at most; <c>null</c> while none is done.</param>
/// <param name="Modules">By version.</param>
internal sealed record TrainingCounts(int Lists, int Ready, int Overridden, int WithKeys, double? MedianHours, IReadOnlyList<ModuleCount> Modules);

/// <summary>How a version goes.</summary>
/// <param name="Module">The version.</param>
/// <param name="Given">In how many lists.</param>
/// <param name="Quiz">Done by the quiz.</param>
/// <param name="Attendance">Done by attending, or at the desk.</param>
/// <param name="Tries">Tries at the quiz.</param>
/// <param name="PassedFirst">Passed at the first try.</param>
/// <param name="OutOfTries">Not done, and no try left.</param>
internal sealed record ModuleCount(Guid Module, int Given, int Quiz, int Attendance, int Tries, int PassedFirst, int OutOfTries);

internal sealed class ReadTrainingHandler(LinliDb db, CurrentCaller current) : IHandler<OpenTraining, TrainingDetail>, IHandler<CountTraining, TrainingCounts>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/move-in/training/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenTraining(id), cancel))
            .Needs(ServicesPermissions.Training).WithTags("move-in").WithSummary("A version of a training module, with its solutions");
        api.MapGet("/move-in/training/statistics", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CountTraining(), cancel))
            .Needs(ServicesPermissions.MoveIn).WithTags("move-in").WithSummary("How the training goes");
    }

    public async Task<Result<TrainingDetail>> Handle(OpenTraining request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(ServicesPermissions.Training);
        var above = scopes.Paths.SelectMany(p => p.SelfAndAncestors()).Select(p => p.Value).Distinct().ToArray();
        return await db.Scoped<TrainingModule>(scopes, m => above.Contains(m.Scope)).AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.Id, cancel) is { } m
            ? new TrainingDetail(
                m.Id, ScopePath.Parse(m.Scope, null).Code, m.Code, m.Version, m.TitleZh, m.TitleEn, m.TextZh, m.TextEn, m.Mode, m.Quiz(), m.Video, m.Compulsory, m.PassMark, m.Tries, m.Order,
                m.From, m.RetiredAt)
            : Problem.NotFound("services.training_not_found", "没有找到这项培训内容。", "This training was not found.");
    }

    public async Task<Result<TrainingCounts>> Handle(CountTraining request, CancellationToken cancel)
    {
        var lists = await db.Scoped<MoveInList>(current.Value.ScopesFor(ServicesPermissions.MoveIn)).AsNoTracking()
            .Select(l => new { l.Id, l.At, l.ReadyAt, l.OverriddenAt, l.KeyAt }).ToListAsync(cancel);
        var ids = lists.ConvertAll(l => l.Id);
        var items = await db.Records<MoveInItem>().AsNoTracking().Where(i => ids.Contains(i.List)).ToListAsync(cancel);
        var modules = items.Select(i => i.Module).Distinct().ToList();
        var tries = await db.Unfiltered<TrainingModule>().Where(m => modules.Contains(m.Id)).Select(m => new { m.Id, m.Tries, m.Mode }).ToDictionaryAsync(m => m.Id, cancel);
        var hours = lists.Where(l => l.ReadyAt is not null).Select(l => (l.ReadyAt!.Value - l.At).TotalHours).Order().ToList();
        return new TrainingCounts(
            lists.Count, lists.Count(l => l.ReadyAt is not null), lists.Count(l => l.OverriddenAt is not null), lists.Count(l => l.KeyAt is not null),
            hours.Count == 0 ? null : Math.Round(hours[hours.Count / 2], 1),
            [.. items.GroupBy(i => i.Module).Select(g => new ModuleCount(
                g.Key, g.Count(), g.Count(i => i.DoneBy == ItemDoneBy.Quiz), g.Count(i => i.DoneBy is ItemDoneBy.Attendance or ItemDoneBy.Desk), g.Sum(i => i.Tries),
                g.Count(i => i is { DoneBy: ItemDoneBy.Quiz, Tries: 1 }),
                g.Count(i => i.DoneAt is null && tries[g.Key].Mode == TrainingMode.Quiz && i.Tries >= tries[g.Key].Tries)))]);
    }
}
