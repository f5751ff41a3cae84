using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.MoveIn;

/// <summary>Answers the quiz of an item of one's own check-list; the result is kept.</summary>
/// <param name="Item">The item.</param>
/// <param name="Answers">The numbers of the chosen options, from 0, for each question in its order.</param>
internal sealed record AnswerQuiz(Guid Item, IReadOnlyList<IReadOnlyList<int>>? Answers) : ICommand<QuizResult>, IAudited
{
    public string? AuditSubject => Item.ToString();
}

/// <summary>The answers of a quiz.</summary>
internal sealed record QuizAnswers(IReadOnlyList<IReadOnlyList<int>>? Answers);

/// <summary>How a try went.</summary>
/// <param name="Passed">Whether the item is done.</param>
/// <param name="Right">Questions answered right.</param>
/// <param name="Total">Questions.</param>
/// <param name="TriesLeft">Tries that are left.</param>
/// <param name="Wrong">Numbers of the questions, from 0, that were not right.</param>
internal sealed record QuizResult(bool Passed, int Right, int Total, int TriesLeft, IReadOnlyList<int> Wrong);

internal sealed class AnswerQuizHandler(LinliDb db, CurrentCaller current, MoveIns moveIns, TimeProvider time) : IHandler<AnswerQuiz, QuizResult>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/move-in/items/{id:guid}/answers", (Guid id, QuizAnswers body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new AnswerQuiz(id, body.Answers), cancel))
            .Needs(Access.SignedIn).WithTags("move-in").WithSummary("Answer the quiz of an item 答题");

    public async Task<Result<QuizResult>> Handle(AnswerQuiz request, CancellationToken cancel)
    {
        var account = current.Value.Account;
        var item = await db.Records<MoveInItem>().SingleOrDefaultAsync(i => i.Id == request.Item, cancel);
        if (item is null || await db.Unfiltered<MoveInList>().SingleOrDefaultAsync(l => l.Id == item.List && l.Account == account, cancel) is not { } list)
            return MyMoveInsHandler.NotYours;
        var module = await db.Unfiltered<TrainingModule>().AsNoTracking().SingleAsync(m => m.Id == item.Module, cancel);
        if (module.Mode != TrainingMode.Quiz)
            return Problem.Conflict("services.no_quiz", "这一项不用答题，由工作人员登记。", "This item has no quiz: staff record it.");
        if (item.DoneAt is not null)
            return Problem.Conflict("services.item_done", "这一项已经完成了。", "This item is done already.");
        if (item.Tries >= module.Tries)
            return Problem.Conflict("services.no_tries_left",
                "答题次数已用完。请参加一次现场培训，或到一站式服务台找工作人员。", "No tries are left: come to a session, or ask the one-stop desk.");
        var (quiz, answers) = (module.Quiz(), request.Answers ?? []);
        if (MoveInRules.Malformed(quiz, answers) is { } problem)
            return problem;

        var now = Clock.Now(time);
        var right = MoveInRules.Right(quiz, answers);
        var passed = MoveInRules.Passes(right, quiz.Count, module.PassMark);
        item.Tries++;
        db.Records<QuizTry>().Add(new()
        {
            Id = Guid.CreateVersion7(now), Item = item.Id, Number = item.Tries, At = now, Right = right, Total = quiz.Count, Passed = passed,
            Answers = string.Join(';', answers.Select(a => string.Join(',', a.Order().Select(o => o.ToString(CultureInfo.InvariantCulture))))),
        });
        if (passed)
            (item.DoneAt, item.DoneBy) = (now, ItemDoneBy.Quiz);
        await moveIns.Look(list, [item], cancel);
        int[] wrong = [.. Enumerable.Range(0, quiz.Count).Where(i => MoveInRules.Right([quiz[i]], [answers[i]]) == 0)];
        return new QuizResult(passed, right, quiz.Count, module.Tries - item.Tries, wrong);
    }
}
