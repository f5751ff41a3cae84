using Linli.Cases;
using Linli.Open311.Speak;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.AspNetCore.Routing;

namespace Linli.Open311.Services;

/// <summary>A service definition: what a category asks beyond the text.</summary>
internal static class GetServiceDefinition
{
    public static void Map(IEndpointRouteBuilder app) =>
        Counter.Get(app, "/services/{code}", "Service definition with its attributes 服务的附加问题", Serve);

    private static async Task<Result<Document>> Serve(Ask ask)
    {
        if (ask.Service<Jurisdictions>().Of(ask) is { Ok: false } unknown)
            return unknown.As<Document>();
        if (!(await GetServices.All(ask)).TryGetValue(ask.Route("code"), out var category))
            return Errors.NotFound("service_code");
        return new Document("service_definition", new Fields(
            ("service_code", category.Code),
            ("attributes", new Items("attribute", [.. category.Questions.Select((q, i) => AttributeOf(q, i + 1))]))));
    }

    private static Fields AttributeOf(Question question, int order)
    {
        var values = new Items("value", [.. question.Options.Select(o => new Fields(("key", o.Key), ("name", o.Name.ToString())))]);
        return new(
        [
            ("variable", true),
            ("code", question.Code),
            ("datatype", DataType(question.Kind)),
            ("required", question.Required),
            ("datatype_description", TextOf(question.Hint)),
            ("order", order),
            ("description", question.Label.ToString()),
            .. question.Options.Count > 0 ? new (string, Node?)[] { ("values", values) } : [],
        ]);
    }

    private static Text? TextOf(Phrase phrase) => phrase.ToString() is { Length: > 0 } text ? new(text) : null;

    private static string DataType(QuestionKind kind) => kind switch
    {
        QuestionKind.Line => "string",
        QuestionKind.Text => "text",
        QuestionKind.Number => "number",
        QuestionKind.Moment => "datetime",
        QuestionKind.OneOf => "singlevaluelist",
        _ => "multivaluelist",
    };
}
