using Linli.Platform.Text;

namespace Linli.Learning.Library;

/// <summary>The library in words.</summary>
internal static class LibraryWords
{
    public static Phrase Of(CopyState state) => state switch
    {
        CopyState.Shelf => ("在架", "on the shelf"),
        CopyState.Lent => ("已借出", "lent"),
        CopyState.Kept => ("预约架", "kept"),
        CopyState.Lost => ("遗失", "lost"),
        _ => ("已剔旧", "withdrawn"),
    };

    public static Phrase Of(HoldState state) => state switch
    {
        HoldState.Waiting => ("排队中", "waiting"),
        HoldState.Ready => ("已到馆，请来取", "here: fetch it"),
        _ => ("逾期未取", "not fetched in time"),
    };
}
