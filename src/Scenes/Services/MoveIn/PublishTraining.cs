using System.Text.Json;
using Linli.Notices;
using Linli.Places;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.MoveIn;

/// <summary>Publishes a training module, or a new version of it, for those who move in from now on.</summary>
/// <param name="Place">Code of the community, street or city.</param>
/// <param name="Code">Code of the module, the same through all versions: lower-case letters, digits and hyphens.</param>
/// <param name="TitleZh">Title, 2–60 characters.</param>
/// <param name="TitleEn">Title in English.</param>
/// <param name="TextZh">What to know, 2–6,000 characters; an empty line begins a new paragraph.</param>
/// <param name="TextEn">The same in English.</param>
/// <param name="Mode">quiz, session or desk.</param>
/// <param name="Questions">The quiz; only and always for the mode quiz.</param>
/// <param name="Video">Address of a film, https.</param>
/// <param name="Pictures">Ids of uploaded pictures, at most 8.</param>
/// <param name="Compulsory">Whether keys wait for it.</param>
/// <param name="PassMark">Percent of right answers that passes, 50–100.</param>
/// <param name="Tries">How often the quiz may be tried, 1–20.</param>
/// <param name="Order">Place in the list.</param>
/// <param name="Again">Whether those who are moving in and have no keys yet do it anew; otherwise whoever did or was given an older version keeps it.</param>
internal sealed record PublishTraining(
    string? Place, string? Code, string? TitleZh, string? TitleEn, string? TextZh, string? TextEn, TrainingMode Mode = TrainingMode.Quiz,
    IReadOnlyList<QuizQuestion>? Questions = null, string? Video = null, IReadOnlyList<Guid>? Pictures = null, bool Compulsory = true,
    int PassMark = 80, int Tries = 3, int Order = 10, bool Again = false) : ICommand<TrainingPublished>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Code is not { Length: >= 2 and <= 40 } || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "services.training_code", "代码为 2–40 个小写字母、数字或短横线。", "A code has 2–40 lower-case letters, digits or hyphens.");
        if (!MoveInRules.Fits(TitleZh, 2, 60) || !MoveInRules.Fits(TitleEn, 2, 120))
            yield return Problem.Invalid("titleZh", "services.training_title", "请写标题（中文 2–60 个字，并附英文）。", "Write a title: 2–60 characters, and English beside it.");
        if (!MoveInRules.Fits(TextZh, 2, 6000) || !MoveInRules.Fits(TextEn, 2, 12_000))
            yield return Problem.Invalid("textZh", "services.training_text", "请写培训内容（2–6000 个字，并附英文）。", "Write what there is to know: 2–6,000 characters, and English beside it.");
        if (Video is { Length: > 0 } && !(Video.Length <= 500 && Uri.TryCreate(Video, UriKind.Absolute, out var film) && film.Scheme == Uri.UriSchemeHttps))
            yield return Problem.Invalid("video", "services.training_video", "视频应为 https 网址。", "A film is an https address.");
        if (PassMark is < 50 or > 100)
            yield return Problem.Invalid("passMark", "services.pass_mark", "合格线为 50–100 分。", "The pass mark is 50 to 100 percent.");
        if (Tries is < 1 or > 20)
            yield return Problem.Invalid("tries", "services.tries", "答题次数为 1–20 次。", "A quiz may be tried 1 to 20 times.");
        if (Pictures is { Count: > 8 })
            yield return Problem.Invalid("pictures", "services.pictures_many", "图片最多 8 张。", "At most 8 pictures.");
        if ((Mode == TrainingMode.Quiz) != (Questions is { Count: > 0 }))
            yield return Problem.Invalid("questions", "services.questions_mode", "线上学习要有题目，现场培训和服务台核对不设题目。", "A quiz has questions; a session and a check at the desk have none.");
        foreach (var fault in MoveInRules.Faults(Questions ?? []))
            yield return fault;
    }
}

/// <summary>A version that is in force now.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Renewed">How many check-lists ask for the new version now.</param>
internal sealed record TrainingPublished(Guid Id, int Version, int Renewed);

/// <summary>Takes a module out: it is in no list from now on. Lists that have it keep it.</summary>
/// <param name="Id">The version in force.</param>
internal sealed record RetireTraining(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class PublishTrainingHandler(LinliDb db, CurrentCaller current, IScopeTree tree, IFileStore files, INotices notices, TimeProvider time)
    : IHandler<PublishTraining, TrainingPublished>, IHandler<RetireTraining, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapDelete("/move-in/training/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RetireTraining(id), cancel))
            .Needs(ServicesPermissions.Training).WithTags("move-in").WithSummary("Take a training module out");
        api.MapPost("/move-in/training", (PublishTraining request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.Training).WithTags("move-in").WithSummary("Publish a training module or its next version 发布入住培训");
    }

    public async Task<Result<TrainingPublished>> Handle(PublishTraining request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(ServicesPermissions.Training, place.Path))
            return Problem.Invalid("place", "services.place_unknown", "没有这个地点，或不在您的范围内。", "There is no such place within yours.");
        // Two who publish at once make two versions.
        await db.LockUntilCommit($"services.training.{place.Path.Value}.{request.Code}", cancel);
        var now = Clock.Now(time);
        var before = await db.Unfiltered<TrainingModule>().Where(m => m.Scope == place.Path.Value && m.Code == request.Code).ToListAsync(cancel);
        foreach (var old in before.Where(m => m.RetiredAt is null))
            old.RetiredAt = now;
        var module = new TrainingModule
        {
            Id = Guid.CreateVersion7(now), Scope = place.Path.Value, Code = request.Code!, Version = before.Select(m => m.Version).DefaultIfEmpty(0).Max() + 1,
            Mode = request.Mode, Compulsory = request.Compulsory, Order = request.Order, TitleZh = request.TitleZh!.Trim(), TitleEn = request.TitleEn!.Trim(),
            TextZh = request.TextZh!.Trim(), TextEn = request.TextEn!.Trim(), Video = request.Video is { Length: > 0 } film ? film : null,
            PassMark = request.PassMark, Tries = request.Tries, Questions = JsonSerializer.Serialize(request.Questions ?? [], Json.Options),
            From = now, By = current.Value.Account,
        };
        db.Insert(module);
        if (request.Pictures is { Count: > 0 } pictures
            && await files.Attach([.. pictures.Select(p => new FileId(p))], TrainingPictures.Kind, module.Id, place.Path, cancel, "pictures") is { Ok: false } refused)
            return refused.As<TrainingPublished>();
        var renewed = request.Again ? await Renew(module, before.ConvertAll(m => m.Id), cancel) : 0;
        return new TrainingPublished(module.Id, module.Version, renewed);
    }

    public async Task<Result<Done>> Handle(RetireTraining request, CancellationToken cancel)
    {
        var module = await db.Scoped<TrainingModule>(current.Value.ScopesFor(ServicesPermissions.Training)).SingleOrDefaultAsync(m => m.Id == request.Id && m.RetiredAt == null, cancel);
        if (module is null)
            return Problem.NotFound("services.training_not_found", "没有找到使用中的培训内容。", "No such training is in force.");
        module.RetiredAt = Clock.Now(time);
        return Done.It;
    }

    // The older version stays in the list with its result, and keys wait for the new one instead.
    private async Task<int> Renew(TrainingModule module, List<Guid> older, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var found = await db.Records<MoveInItem>().Where(i => older.Contains(i.Module))
            .Join(db.Unfiltered<MoveInList>().Where(l => l.KeyAt == null && l.OverriddenAt == null), i => i.List, l => l.Id, (i, l) => new { i, l }).ToListAsync(cancel);
        foreach (var list in found.GroupBy(f => f.l.Id).Select(g => g.ToList()))
        {
            var open = list[0].l;
            foreach (var old in list)
                old.i.Compulsory = false;
            db.Records<MoveInItem>().Add(new() { Id = Guid.CreateVersion7(now), List = open.Id, Module = module.Id, Compulsory = module.Compulsory, Order = module.Order });
            open.ReadyAt = module.Compulsory ? null : open.ReadyAt;
            await notices.Tell(
                open.Account, "home.move_in", ("入住培训有更新，请重新完成", "The training has changed: please do it again"), (module.TitleZh, module.TitleEn),
                "/move-in", $"move-in-again:{open.Id}:{module.Id}", cancel);
        }

        return found.Select(f => f.l.Id).Distinct().Count();
    }
}

/// <summary>Pictures of training are for everybody who is signed in: nothing in them is about a person.</summary>
internal sealed class TrainingPictures : IFileGuard
{
    public const string Kind = "training";

    public string SubjectKind => Kind;

    public Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) => Task.FromResult(caller.IsSignedIn);
}
